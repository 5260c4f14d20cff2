import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeJournal } from './big-journal.ts';
import { interleaved } from './cpu-time.ts';
import { peakOverBare } from './memory.ts';
import type { Table } from './table.ts';

const journalBytes = 2 ** 30;
const locales = ['C.UTF-8', 'C'];

/**
 * What `explain` takes for a journal of 1 GiB. grep reads the same in turn, and counts into a pipe: to /dev/null it would
 * stop at the first match.
 */
export async function explain(table: Table, scratch: string, rounds: number): Promise<void> {
  const path = join(scratch, 'journal.log');
  const descriptor = openSync(path, 'wx+');
  // Without a name it is gone when this process is, whatever ends it.
  unlinkSync(path);
  const journal = `/proc/${process.pid}/fd/${descriptor}`;
  const words = ['dist/cli.cjs', 'explain', journal];
  const grep = (locale: string): string[] => [
    'env',
    `LC_ALL=${locale}`,
    ...['sh', '-c', 'grep -c "allocation failure" "$0" | cat', journal],
  ];
  try {
    const bytes = writeJournal(descriptor, journalBytes);
    const own = table.columns.map(({ node }) => [node, ...words]);
    const times = await interleaved([...own, ...locales.map(grep)], rounds);
    locales.forEach((locale, i) => {
      const grepTime = times[table.columns.length + i] ?? 0;
      table.add(
        `\`explain\` on a journal of 1 GiB with 3 failures, against \`grep -c "allocation failure"\` with LC_ALL=${locale}`,
        table.columns.map((_, column) => {
          const time = times[column] ?? Number.NaN;
          const speed = bytes / time / 1e6;
          return {
            text: `${(grepTime / time).toFixed(2)} x its throughput (${speed.toFixed(1)} GB/s)`,
            holds: grepTime / time >= 0.5,
          };
        }),
        'at least 0.5',
      );
    });
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
