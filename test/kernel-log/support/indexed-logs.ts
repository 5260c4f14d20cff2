import { expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Failure } from '../../../src/kernel-log/explain/failure.ts';
import { type BuddyLine, parseBuddyLine } from '../../../src/kernel-log/line/buddy-line.ts';
import { type FailureLog, bareLines } from './failures.ts';

/** Finds in logs, by their names, what an index is about. */
export interface LogReader {
  /** the failure that the index is about; logs hold others beside it */
  main: (name: string) => Failure;
  buddyLines: (name: string) => BuddyLine[];
}

export function readerOf(logs: readonly FailureLog[]): LogReader {
  const linesOf = (name: string): string[] => logs.find((log) => log.name === name)!.lines;
  return {
    main: (name) => explainText(linesOf(name)).failures.find(({ kind }) => kind !== 'slub')!,
    buddyLines: (name) =>
      bareLines(linesOf(name))
        .map(parseBuddyLine)
        .filter((line) => line !== null),
  };
}

/**
 * Makes a test of each row of an index: what was asked, flags, kernel, command, and the free lists.
 * @param commOf commands of logs whose index names something else
 */
export function expectIndexed(
  rows: readonly Record<string, string>[],
  logs: readonly FailureLog[],
  commOf: Readonly<Record<string, string>> = {},
): void {
  const { main, buddyLines } = readerOf(logs);
  it.each(rows.map((row) => [row.file!, row] as const))('%s says what its index says', (file, row) => {
    const failure = main(file);
    const asked = row.order_or_bytes!;
    if (asked.startsWith('order:')) {
      expect(failure.kind).toBe('page-allocation');
      expect(failure.order).toBe(Number(asked.slice(6)));
    } else {
      const [, bytes, kind] = /^(\d+) bytes \((\w+)\)$/.exec(asked)!;
      expect(failure.kind).toBe(kind);
      expect(failure.bytes).toBe(Number(bytes));
    }
    const [, mask, names] = /^(0x[0-9a-f]+)?(?:\((.*)\))?$/.exec(row.gfp_mode!)!;
    expect(failure.gfpMask).toBe(mask ?? null);
    if (names !== undefined) expect(failure.gfp).toEqual(names.split('|'));
    expect(failure.kernelRelease ?? '').toBe(row.kernel);
    expect(failure.comm ?? '').toBe(commOf[file] ?? row.comm);
    expect(failure.complete).toBe(row.complete === 'yes');
  });

  it.each(rows.filter((row) => row.zones !== '').map((row) => [row.file!, row] as const))(
    '%s: zones, orders and sums',
    (file, row) => {
      const lines = buddyLines(file);
      expect(lines.map(({ agrees }) => (agrees ? 'yes' : 'no'))).toEqual(lines.map(() => row.buddy_sums_ok));
      const zones = lines.map(({ named, node, zone }) => (named ? `N${node} ${zone}` : zone));
      expect(zones.sort()).toEqual(row.zones!.split('+').sort());
      expect([
        ...new Set(lines.map(({ pageKib, freeBlocks }) => `${pageKib}K x${freeBlocks.length}`)),
      ]).toEqual([row.page_x_orders]);
    },
  );
}
