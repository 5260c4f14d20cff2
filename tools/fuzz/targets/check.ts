// A whole check on a machine under a root: the command line, the files, the answer and its reports.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { adviceOn, kernelAnswer } from '../../../src/guard/advice.ts';
import { checkAnswer } from '../../../src/guard/answer.ts';
import { goes, judge } from '../../../src/guard/judge.ts';
import { largestBlock } from '../../../src/guard/largest-block.ts';
import { nodeMemory } from '../../../src/guard/node-memory.ts';
import { machineArchitecture } from '../../../src/machine/architecture.ts';
import { BtfFiles } from '../../../src/machine/btf.ts';
import { kernelRelease } from '../../../src/machine/kernel-release.ts';
import { Machine } from '../../../src/machine/machine.ts';
import { parseFast } from '../../../src/options/parse.ts';
import { decodeSettings, requireOneWant } from '../../../src/options/settings.ts';
import { predictedRequest } from '../../../src/request/need.ts';
import { plainNeed } from '../../../src/request/plain-request.ts';
import { demandReports } from '../reports.ts';
import { fromBytes, inventedMachines, recordedTexts } from '../seeds.ts';
import type { Input, Target } from '../target.ts';
import { demandPrediction } from './predict.ts';

const files = [
  'proc/buddyinfo',
  'proc/zoneinfo',
  'proc/pagetypeinfo',
  'proc/meminfo',
  'proc/vmstat',
  'proc/sys/kernel/osrelease',
  'proc/version',
  'proc/cpuinfo',
  'proc/sys/vm/min_free_kbytes',
  'proc/sys/vm/defrag_mode',
  'sys/devices/system/cpu/possible',
  'sys/kernel/btf/vmlinux',
] as const;

const commandLines = [
  '--order 4',
  '--order 9 --count 3 --node 0',
  '--size 331776 --path vmalloc-noretry',
  '--size 80pages --path vmalloc',
  '--order 3 --gfp GFP_ATOMIC --kernel 6.1.0-18-amd64',
  '--order 10 --strict --deep --gfp GFP_KERNEL|__GFP_DMA32',
];

let root: string | null = null;
const written = new Map<string, string>();

/** Writes what differs from the last machine. */
function writeMachine(texts: Input): string {
  root ??= mkdtempSync(join(tmpdir(), 'buddyguard-fuzz-'));
  for (const [i, path] of files.entries()) {
    const text = texts[i] ?? '';
    if (written.get(path) === text) continue;
    const file = join(root, path);
    if (!written.has(path)) mkdirSync(dirname(file), { recursive: true });
    if (text === '') rmSync(file, { force: true });
    else writeFileSync(file, text, 'latin1');
    written.set(path, text);
  }
  return root;
}

const target: Target = {
  name: 'check',
  slice: 80,
  parts: [...files, 'argv'],
  seeds: () => {
    const recorded = files.map((path) => recordedTexts(path));
    const cpuinfo = 'processor\t: 0\naddress sizes\t: 46 bits physical, 48 bits virtual\n\n';
    const small = [cpuinfo, '67584\n', '0\n', '0-7\n', ''];
    const invented = inventedMachines(20).map(({ release, texts }): Input => [
      ...(['buddyinfo', 'zoneinfo', 'pagetypeinfo', 'meminfo', 'vmstat'] as const).map(
        (name) => texts[name] ?? '',
      ),
      `${release}\n`,
      `Linux version ${release} (a@b) (gcc) #1 SMP\n`,
      ...small,
    ]);
    const machines = [
      ...(recorded[0] ?? []).map((_, i) => recorded.map((texts) => texts[i] ?? '')),
      ...invented,
    ];
    return machines.flatMap((texts) => commandLines.map((line) => [...texts, line]));
  },
  run: (input) => {
    const line = parseFast(['check', ...fromBytes(input.at(-1) ?? '').split(' ')]);
    if (!line) return;
    const settings = decodeSettings('check', line.given, {});
    requireOneWant(settings.asked);
    if (settings.asked.workloads !== undefined || settings.root !== '/') return;
    const machine = new Machine(writeMachine(input), settings.kernel);
    const need = plainNeed(settings.asked, machine.pageSize);
    const judged = judge([need], machine, settings.deep);
    const { prediction, look } = judged;
    demandPrediction(prediction, predictedRequest(need), look.snapshot);
    machineArchitecture(machine);
    new BtfFiles(
      (name) => machine.path(name),
      () => null,
    ).structBytes('net');
    const go = goes(prediction, settings.strict);
    const { verdict, likelihood } = prediction;
    const attempts = [{ verdict, likelihood, afterMilliseconds: 0, remedy: null }];
    const outcome = { ...judged, go, attempts, trial: null };
    const kernel = kernelAnswer(machine.release, kernelRelease(machine));
    demandReports(
      checkAnswer(outcome, machine, {
        kernel,
        advice: adviceOn(outcome, machine, settings.asked.cpus),
        largestOrder: largestBlock(outcome, machine.kernel),
        nodes: nodeMemory(look, machine.kernel, machine.pageSize),
      }),
    );
  },
  close: () => {
    if (root !== null) rmSync(root, { recursive: true, force: true });
    root = null;
    written.clear();
  },
};

export const checkTargets: readonly Target[] = [target];
