import { join } from 'node:path';
import { cpuMilliseconds } from './cpu-time.ts';
import { writeMachine } from './invented-machine.ts';
import type { Table } from './table.ts';

/** What a check that waits takes of one CPU; all Nodes wait at the same time. */
export async function waiting(table: Table, scratch: string, seconds: number): Promise<void> {
  const root = join(scratch, 'waiting');
  writeMachine(root, { nodes: 1, cpus: 2, blocks: [900, 700] });
  const check = ['dist/cli.cjs', 'check', '--order', '9', '--root', root];
  // 125 ms grow to eight times themselves: one look a second.
  const wait = [...check, '--interval', '125ms', '--timeout', `${seconds}s`];
  const shares = await Promise.all(
    table.columns.map(async ({ node }) => {
      const once = await cpuMilliseconds([node, ...check]);
      const whole = await cpuMilliseconds([node, ...wait]);
      return ((whole - once) / (seconds * 1000)) * 100;
    }),
  );
  table.add(
    `waiting ${seconds} s with one look a second`,
    shares.map((share) => ({ text: `${share.toFixed(2)} % of a core`, holds: share <= 0.5 })),
    'at most 0.5 %',
  );
}
