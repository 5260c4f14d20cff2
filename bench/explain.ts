import { closeSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { innocentOnly, reportsOnly, writeJournal } from './big-journal.ts';
import { interleaved } from './cpu-time.ts';
import { peakOverBare } from './memory.ts';
import type { Table } from './table.ts';

const journalBytes = 2 ** 30;
const logBytes = 50 * 2 ** 20;

/** What `explain` takes for logs, against `grep -c` on the same, and against a plain loop over their lines. */
export async function explain(table: Table, scratch: string, rounds: number): Promise<void> {
  await againstGrep(table, scratch, rounds, 0);
  await againstGrep(table, scratch, rounds, 300_000);
  await againstLoop(table, scratch, rounds, 'nothing but reports', reportsOnly(logBytes), 6);
  await againstLoop(
    table,
    scratch,
    rounds,
    'one line of 33 like the beginning of a report',
    innocentOnly(logBytes),
    1.5,
  );
}

/**
 * A journal of 1 GiB. grep reads the same in turn, and counts into a pipe: to /dev/null it would stop at the first match.
 * @param innocents lines that look like the beginning of a report
 */
async function againstGrep(table: Table, scratch: string, rounds: number, innocents: number): Promise<void> {
  const path = join(scratch, 'journal.log');
  const descriptor = openSync(path, 'wx+');
  // Without a name it is gone when this process is, whatever ends it.
  unlinkSync(path);
  const journal = `/proc/${process.pid}/fd/${descriptor}`;
  const words = ['dist/cli.cjs', 'explain', journal];
  const grep = ['env', 'LC_ALL=C', 'sh', '-c', 'grep -c "allocation failure" "$0" | cat', journal];
  const least = innocents === 0 ? 0.2 : 0.1;
  try {
    const bytes = writeJournal(descriptor, journalBytes, innocents);
    const own = table.columns.map(({ node }) => [node, ...words]);
    const times = await interleaved([...own, grep], rounds);
    const grepTime = times.at(-1) ?? 0;
    const beside = innocents === 0 ? '' : ` and ${innocents.toLocaleString('en')} lines that look like one`;
    table.add(
      `\`explain\` on a journal of 1 GiB with 3 failures${beside}, against \`LC_ALL=C grep -c "allocation failure"\``,
      table.columns.map((_, column) => {
        const time = times[column] ?? Number.NaN;
        const speed = bytes / time / 1e6;
        return {
          text: `${(grepTime / time).toFixed(2)} x its throughput (${speed.toFixed(1)} GB/s)`,
          holds: grepTime / time >= least,
        };
      }),
      `at least ${least}`,
    );
    if (innocents > 0) return;
    table.add(
      'memory peak, on the same journal',
      table.columns.map(({ node }) => {
        const peak = peakOverBare(scratch, node, words);
        return { text: `${peak.toFixed(1)} MB over bare Node`, holds: peak <= 30 };
      }),
      'at most 30 MB',
    );
  } finally {
    closeSync(descriptor);
  }
}

/** A log of 50 MiB, against a program of the same Node that goes through its lines with one pattern. */
async function againstLoop(
  table: Table,
  scratch: string,
  rounds: number,
  what: string,
  log: string,
  most: number,
): Promise<void> {
  const path = join(scratch, 'lines.log');
  writeFileSync(path, log);
  const commands = table.columns.flatMap(({ node }) => [
    [node, 'dist/cli.cjs', 'explain', path],
    [node, 'bench/line-loop.js', path],
  ]);
  const times = await interleaved(commands, rounds);
  unlinkSync(path);
  table.add(
    `\`explain\` on a log of 50 MiB, ${what}, against a loop over its lines with one pattern`,
    table.columns.map((_, column) => {
      const ratio = (times[2 * column] ?? Number.NaN) / (times[2 * column + 1] ?? Number.NaN);
      return { text: `${ratio.toFixed(2)} x its time`, holds: ratio <= most };
    }),
    `at most ${most}`,
  );
}
