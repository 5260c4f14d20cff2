import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { interleaved } from './cpu-time.ts';
import type { Table } from './table.ts';

const folder = join('test', 'corpus', 'trials');

/** How many recorded trials `evaluate` predicts in a second of CPU time. */
export async function evaluate(table: Table, rounds: number): Promise<void> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.gz')) : [];
  if (files.length === 0) return;
  const words = ['dist/evaluate.cjs', '--json', ...files.map((name) => join(folder, name))];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const { trials } = JSON.parse(stdout) as { trials: number };
  const times = await interleaved(
    table.columns.map(({ node }) => [node, ...words]),
    rounds,
  );
  table.add(
    '`npm run evaluate`',
    times.map((milliseconds) => {
      const rate = (trials / milliseconds) * 1000;
      return { text: `${rate.toFixed(0)} trials a second of CPU time`, holds: rate >= 2000 };
    }),
    'at least 2,000',
  );
}
