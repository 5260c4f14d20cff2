import { join } from 'node:path';
import { interleaved } from './cpu-time.ts';
import { writeMachine } from './invented-machine.ts';
import { peakOverBare } from './memory.ts';
import type { Table } from './table.ts';

const sizes = {
  small: { nodes: 1, cpus: 2 },
  half: { nodes: 8, cpus: 512 },
  big: { nodes: 8, cpus: 1024 },
};

/** What a check costs more where /proc/zoneinfo is large. */
export async function bigMachine(table: Table, scratch: string, rounds: number): Promise<void> {
  for (const [name, size] of Object.entries(sizes)) writeMachine(join(scratch, name), size);
  const check = (name: string): string[] => [
    'dist/cli.cjs',
    'check',
    '--order',
    '4',
    '-q',
    '--root',
    join(scratch, name),
  ];
  const commands = table.columns.flatMap(({ node }) =>
    Object.keys(sizes).map((name) => [node, ...check(name)]),
  );
  const times = await interleaved(commands, rounds);
  const more = table.columns.map((_, i) => {
    const [small = 0, half = 0, big = 0] = times.slice(3 * i, 3 * i + 3);
    return { half: half - small, big: big - small };
  });
  table.add(
    'a machine of 8 nodes and 1,024 CPUs',
    more.map(({ big }) => ({ text: `${big.toFixed(1)} ms more than a small one`, holds: big <= 10 })),
    'at most 10 ms',
  );
  table.add(
    'a zoneinfo twice as large',
    more.map(({ half, big }) => ({
      text: `${(big / half).toFixed(1)} x the extra time`,
      holds: big / half <= 3 || big < 3,
    })),
    'linear: at most 3',
  );
  table.add(
    'memory peak, on the same machine',
    table.columns.map(({ node }) => {
      const peak = peakOverBare(scratch, node, check('big'));
      return { text: `${peak.toFixed(1)} MB over bare Node`, holds: peak <= 15 };
    }),
    'at most 15 MB',
  );
}
