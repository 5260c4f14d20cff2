import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NotingMachine, captureSnapshot, forRecord } from '../src/record/capture.ts';
import { SampleWriter } from '../src/record/lines.ts';
import { SegmentFile } from '../src/record/segments.ts';
import { writeMachine } from './invented-machine.ts';
import { peakOverBare } from './memory.ts';
import type { Table } from './table.ts';

/** What a page of a record takes, and whether that grows with the record. */
export async function longRecord(table: Table, scratch: string): Promise<void> {
  const root = join(scratch, 'recorded');
  writeMachine(root, { nodes: 2, cpus: 4 });
  const files = [10_000, 100_000].map((samples) => ({
    samples,
    file: join(scratch, `${samples}`, 'r.jsonl'),
  }));
  for (const { samples, file } of files) await writeRecord(root, file, samples);
  const page = join(scratch, 'page.html');
  const peaks = table.columns.map(({ node }) =>
    files.map(({ file }) =>
      peakOverBare(scratch, node, ['dist/cli.cjs', 'show', '--from', file, '--for', 'veth', '--html', page]),
    ),
  );
  table.add(
    'memory peak of `show --from RECORD --for veth --html FILE`, 100,000 samples against 10,000',
    peaks.map(([few = 0, many = 0]) => ({
      text: `${many.toFixed(0)} MB over bare Node, ${(many / few).toFixed(1)} x`,
      holds: many <= 2 * few,
    })),
    'bounded: at most 2 x',
  );
}

/** A sample every 10 seconds of a machine on which a tenth of everything comes and goes. */
async function writeRecord(root: string, file: string, samples: number): Promise<void> {
  mkdirSync(join(file, '..'), { recursive: true });
  const start = Date.parse('2026-01-31T00:00:00Z');
  const document = await captureSnapshot(new NotingMachine(root), new Date(start));
  const segment = new SegmentFile(file, { segmentBytes: 2 ** 20, keepBytes: Infinity });
  const writer = new SampleWriter();
  for (let i = 0; i < samples; i++) {
    const at = new Date(start + i * 10_000);
    const moved = (pages: number, which: number): number =>
      Math.round(pages * (1 - 0.1 * Math.abs(Math.sin(i * (which + 1)))));
    const memory = forRecord({
      ...document.memory,
      buddyinfo: document.memory.buddyinfo.map((row) => ({ ...row, freeBlocks: row.freeBlocks.map(moved) })),
    });
    if (segment.isFull) {
      segment.rotate(at);
      writer.restart();
    }
    segment.add(writer.line({ document: { ...document, taken: at.toISOString(), memory }, verdicts: {} }));
  }
  segment.close();
}
