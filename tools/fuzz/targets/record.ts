import { judge } from '../../../src/guard/judge.ts';
import { zoneMemory } from '../../../src/guard/zone-memory.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { captureMemory } from '../../../src/record/capture.ts';
import { type SnapshotDocument, snapshotSchema } from '../../../src/record/document.ts';
import { readDocument } from '../../../src/record/document-shape.ts';
import { keptMachine } from '../../../src/record/kept-machine.ts';
import { SampleWriter, samplesOf } from '../../../src/record/lines.ts';
import { parseJson } from '../../../src/record/read-kept.ts';
import { predictedRequest } from '../../../src/request/need.ts';
import { plainNeed } from '../../../src/request/plain-request.ts';
import { jsonLine } from '../../../src/text/json-line.ts';
import { demandCounts, demandJson } from '../laws.ts';
import { fromBytes } from '../seeds.ts';
import { demandPrediction } from './predict.ts';
import type { Target } from '../target.ts';

const machines = ['7.3.4', '3.10.0-fragmented', '4.19.0-686-highmem', '6.12-ppc64le-highatomic'];

/** Snapshots of recorded machines, with facts of every kind. */
function snapshots(): string[] {
  return machines.map((name) => {
    const machine = new Machine(`test/fixtures/proc/${name}`);
    const { request, fault, ...need } = plainNeed({ order: 3 }, machine.pageSize);
    const document: SnapshotDocument = {
      schema: snapshotSchema,
      tool: '0.1.0',
      taken: '2026-01-31T12:00:00.000Z',
      facts: {
        release: machine.release,
        pageSize: machine.pageSize,
        architecture: 'x86-64',
        files: { 'sys/devices/system/cpu/possible': '0-3' },
        unread: { 'proc/vmallocinfo': 'is not there' },
        structs: { net: { bytes: 4288, file: '/sys/kernel/btf/vmlinux' } },
        iptables: { iptables: { state: 'none' } },
        legacyModules: { ipv4: 'loaded' },
        needs: { iptables: [{ ...need, request, fault: fault?.name ?? null }] },
      },
      memory: captureMemory(machine.look()),
    };
    return jsonLine(document);
  });
}

/** A file for `--from`. */
const snapshot: Target = {
  name: 'snapshot',
  slice: 100,
  parts: ['file'],
  separator: ',',
  seeds: () => snapshots().map((text) => [text]),
  run: ([bytes = '']) => {
    const document = readDocument(parseJson(fromBytes(bytes), 'machine.json', 1), 'machine.json', 1);
    const machine = new Machine('/', undefined, keptMachine(document));
    for (const order of [0, 4, 9]) {
      const need = plainNeed({ order }, machine.pageSize);
      const { prediction, look } = judge([need], machine, true);
      demandPrediction(prediction, predictedRequest(need), look.snapshot);
    }
    demandJson(jsonLine(zoneMemory(machine.look(), machine.kernel, machine.pageSize)));
  },
};

/** A segment of a record: a whole sample, then differences. */
const record: Target = {
  name: 'record',
  slice: 60,
  parts: ['segment'],
  seeds: () =>
    snapshots().map((text) => {
      const document = JSON.parse(text) as SnapshotDocument;
      const writer = new SampleWriter();
      const [row, ...rows] = document.memory.buddyinfo;
      const later = row ? [{ ...row, freeBlocks: row.freeBlocks.map((count) => count + 1) }, ...rows] : rows;
      const memories = [document.memory, { ...document.memory, buddyinfo: later, meminfo: null }];
      const lines = memories.map((memory) =>
        writer.line({ document: { ...document, memory }, verdicts: { veth: ['available', 0.999] } }),
      );
      return [lines.join('')];
    }),
  run: ([bytes = '']) => {
    for (const { document, verdicts, at } of samplesOf(fromBytes(bytes), 'record.jsonl')) {
      demandCounts({ at: Math.max(0, at), verdicts: Object.values(verdicts).map(([, chance]) => chance) });
      const machine = new Machine('/', undefined, keptMachine(document));
      demandJson(jsonLine(zoneMemory(machine.look(), machine.kernel, machine.pageSize)));
    }
  },
};

export const recordTargets: readonly Target[] = [snapshot, record];
