// The classes of the corpus for those who have it not: its index says what each log is.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../src/kernel-log/explain/explainer.ts';
import { iptablesNeed } from '../../src/request/iptables/need.ts';
import { readTsv } from '../support/corpus.ts';
import { inventedFolder, inventedLogs } from './support/failures.ts';
import { expectIndexed, readerOf } from './support/indexed-logs.ts';

const { main, buddyLines } = readerOf(inventedLogs);

describe('invented failure logs', () => {
  const rows = readTsv(join(inventedFolder, 'index.tsv'));
  const rowsWith = (column: string): (readonly [string, string])[] =>
    rows.filter((row) => row[column] !== '').map((row) => [row.file!, row[column]!]);

  it('are all there', () => {
    expect(rows.map((row) => row.file)).toEqual(inventedLogs.map(({ name }) => name));
  });

  expectIndexed(rows, inventedLogs);

  it.each(rowsWith('gfp'))('%s: %s', (file, gfp) => {
    expect(main(file).gfp.join('|')).toBe(gfp);
  });

  it.each(rowsWith('cause'))('%s: %s', (file, cause) => {
    expect(main(file).cause).toBe(cause);
  });

  it.each(rowsWith('available'))('%s: check would have called it available: %s', (file, available) => {
    const { verdict } = main(file);
    expect(verdict).not.toBe('unknown');
    expect(verdict === 'available' ? 'yes' : 'no').toBe(available);
  });

  it.each(rowsWith('check'))('%s is guarded by: %s', (file, check) => {
    expect(main(file).check?.join(' ') ?? 'none').toBe(check);
  });

  it('free lists that were cut off do not agree', () => {
    const cut = rows.filter((row) => row.buddy_sums_ok === 'no').flatMap((row) => buddyLines(row.file!));
    expect(cut.map(({ agrees }) => agrees)).toEqual([false]);
  });

  it('says so where memory had come back', () => {
    expect(main('6.1-memory-came-back.log').reason).toContain('memory had come back');
  });

  it('asks for as many pages as a table that failed had', () => {
    const { requestBytes, check } = main('4.15-iptables-restore-lines.log');
    const need = iptablesNeed({ family: 'ipv4', rules: Number(check?.at(-1)) });
    expect(Math.ceil(need.bytes / 4096)).toBe(requestBytes! / 4096);
  });

  it.each([
    ['4.15-iptables-restore-lines.log', 2, 0],
    ['5.4-vmap-and-vmalloc.log', 1, 5],
    ['3.10-line-of-another.log', 1, 0],
  ])('%s: %i failures, %i reports left out', (file, failures, suppressed) => {
    const explanation = explainText(inventedLogs.find(({ name }) => name === file)!.lines);
    expect([explanation.failures.length, explanation.suppressed]).toEqual([failures, suppressed]);
  });
});
