// npm run bench: every promise about speed, under each Node that users have; with --write, docs/bench.md for the README.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNode } from '../test/support/nodes.ts';
import { bigMachine } from './big-machine.ts';
import { btf } from './btf.ts';
import { evaluate } from './evaluate.ts';
import { explain } from './explain.ts';
import { longRecord } from './long-record.ts';
import { startUp } from './start-up.ts';
import { type Column, Table } from './table.ts';
import { waiting } from './waiting.ts';
import { watching } from './watching.ts';

/** Those that users have, and the one that runs this. */
function nodes(): Column[] {
  const running = Number(process.versions.node.split('.')[0]);
  return [...new Set([22, 24, 26, running])]
    .sort((a, b) => a - b)
    .flatMap((major) => {
      const found = findNode(major);
      if ('node' in found) return [{ name: `Node ${major}`, major, node: found.node }];
      console.error(`not measured: ${found.missing}`);
      return [];
    });
}

const rounds = Number(process.env.BUDDYGUARD_BENCH_ROUNDS ?? 41);
const seconds = Number(process.env.BUDDYGUARD_BENCH_WAIT ?? 60);
const scratch = mkdtempSync(join(tmpdir(), 'buddyguard-bench-'));
const table = new Table(nodes());
try {
  await startUp(table, rounds);
  await bigMachine(table, scratch, rounds);
  await btf(table, scratch, Math.min(rounds, 15));
  await evaluate(table, Math.min(rounds, 5));
  await explain(table, scratch, Math.min(rounds, 7));
  await waiting(table, scratch, seconds);
  await watching(table, seconds);
  await longRecord(table, scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(table.toString());
if (process.argv.includes('--write')) writeFileSync(join('docs', 'bench.md'), `${table.toString()}\n`);
process.exitCode = table.missed.length === 0 ? 0 : 1;
