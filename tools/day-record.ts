// A record, as `buddyguard record` writes it, of looks that a guest of the lab had.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Machine } from '../src/machine/machine.ts';
import { NotingMachine, captureMemory, captureSnapshot, forRecord } from '../src/record/capture.ts';
import { SampleWriter } from '../src/record/lines.ts';

/** What a guest says of one look (test/kernels/guest/day.c). */
export interface GuestLook {
  release: string;
  /** since the day began */
  milliseconds: number;
  /** texts by their name in /proc */
  proc: Record<string, string>;
}

const begin = Date.parse('2026-01-31T06:00:00Z');

/** The text of the record; each millisecond of the guest stands for `stretch` of them. */
export async function dayRecord(looks: readonly GuestLook[], stretch: number): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'buddyguard-day-'));
  mkdirSync(join(root, 'proc/sys/kernel'), { recursive: true });
  const writer = new SampleWriter();
  const lines: string[] = [];
  let first: Awaited<ReturnType<typeof captureSnapshot>> | undefined;
  for (const { release, milliseconds, proc } of looks) {
    for (const [name, text] of Object.entries(proc)) writeFileSync(join(root, 'proc', name), text);
    writeFileSync(join(root, 'proc/sys/kernel/osrelease'), `${release}\n`);
    const at = new Date(begin + Math.round(milliseconds * stretch));
    first ??= await captureSnapshot(new NotingMachine(root), at);
    const memory = forRecord(captureMemory(new Machine(root).look()));
    lines.push(writer.line({ document: { ...first, taken: at.toISOString(), memory }, verdicts: {} }));
  }
  rmSync(root, { recursive: true });
  return lines.join('');
}
