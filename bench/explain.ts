import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeJournal } from './big-journal.ts';
import { type Case, interleaved } from './cpu-time.ts';

const journalBytes = 2 ** 30;

/** What `explain` takes for a journal of 1 GiB. */
export interface ExplainCost {
  /** its bytes a second over those of `grep -c`, by the locale that grep ran under */
  throughput: { locale: string; ratio: number }[];
  /** what it read in a second of CPU time, in bytes */
  bytesPerSecond: number;
  peakKib: number;
}

/**
 * Reads the same journal with `explain` and with grep, in turn. grep counts into a pipe: to /dev/null it would stop at the
 * first match.
 * @param explain the command line, to which the journal's path is added
 * @param peakKib measures a Node program's peak memory by its arguments
 */
export function explainCost(
  scratch: string,
  explain: readonly [node: string, ...words: string[]],
  rounds: number,
  peakKib: (words: readonly string[]) => number,
): ExplainCost {
  const path = join(scratch, 'journal.log');
  const descriptor = openSync(path, 'wx+');
  // Without a name it is gone when this process is, whatever ends it.
  unlinkSync(path);
  const journal = `/proc/${process.pid}/fd/${descriptor}`;
  try {
    const bytes = writeJournal(descriptor, journalBytes);
    const locales = ['C.UTF-8', 'C'];
    const grep = (locale: string): Case => ({
      name: locale,
      command: ['env', `LC_ALL=${locale}`, 'sh', '-c', 'grep -c "allocation failure" "$0" | cat', journal],
    });
    const [own, ...others] = interleaved(
      [{ name: 'explain', command: [...explain, journal] }, ...locales.map(grep)],
      rounds,
    );
    const milliseconds = own?.milliseconds ?? Number.NaN;
    return {
      throughput: others.map(({ name, ...other }) => ({
        locale: name,
        ratio: other.milliseconds / milliseconds,
      })),
      bytesPerSecond: (bytes / milliseconds) * 1000,
      peakKib: peakKib([...explain.slice(1), journal]),
    };
  } finally {
    closeSync(descriptor);
  }
}
