import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { maxOrder } from '../../../src/kernel/free-blocks.ts';
import { type BuddyRow, formatBuddyinfo, parseBuddyinfo } from '../../../src/machine/proc/buddyinfo.ts';

/** n columns, each its own order */
const columns = (n: number): string => Array.from({ length: n }, (_, i) => i).join(' ');

describe('parseBuddyinfo', () => {
  it.each([
    [9, 'ppc64 with 64 KiB pages'],
    [11, 'x86-64, and arm64 with 4 KiB pages'],
    [12, 'arm64 with 16 KiB pages'],
    [14, 'arm64 with 64 KiB pages'],
  ])('reads %i orders (%s)', (orders) => {
    const rows = parseBuddyinfo(`Node 0, zone   Normal ${columns(orders)} \n`);
    expect(rows[0]?.freeBlocks).toEqual(Array.from({ length: orders }, (_, i) => i));
    expect(maxOrder(rows)).toBe(orders - 1);
  });

  it.each([
    ['as the kernel pads it', 'Node 0, zone      DMA      1      0      2 \n'],
    ['with carriage returns, as a paste from a web page', 'Node 0, zone DMA 1 0 2\r\n'],
    ['with an empty line', '\nNode 0, zone DMA 1 0 2\n\n'],
    ['with tabs', 'Node 0, zone\tDMA\t1\t0\t2\n'],
  ])('reads a row %s', (_, text) => {
    expect(parseBuddyinfo(text)).toEqual([{ node: 0, zone: 'DMA', freeBlocks: [1, 0, 2] }]);
  });

  it.each([
    ['Node 0, zone DMA 1 0 2', 1],
    ['Node 0, zone DMA 1 0 2\nNode 0, zone Normal 1 0 2', 2],
  ])('refuses a row that may be cut off, for the orders that it may lack: %j', (text, line) => {
    expect(() => parseBuddyinfo(text)).toThrow(MalformedError);
    expect(() => parseBuddyinfo(text)).toThrow(
      new RegExp(`line ${line}: .*expected a row that ends with a line feed`),
    );
  });

  it('keeps several nodes and zones in their order', () => {
    const text = 'Node 0, zone DMA 1 2\nNode 0, zone Normal 3 4\nNode 1, zone Normal 5 6\n';
    expect(parseBuddyinfo(text).map((row) => `${row.node} ${row.zone} ${row.freeBlocks.join()}`)).toEqual([
      '0 DMA 1,2',
      '0 Normal 3,4',
      '1 Normal 5,6',
    ]);
  });

  const good = 'Node 0, zone Normal 1 2 3\n';
  it.each<[string, string, number, string]>([
    // what, text, line, a part of what was expected there
    ['nothing', '', 1, 'a row such as'],
    ['only empty lines', '\n \n', 1, 'a row such as'],
    ['another file', 'MemTotal: 1 kB\n', 1, 'a row such as'],
    ['no counts', 'Node 0, zone Normal\n', 1, 'a row such as'],
    ['a negative count', `${good}Node 0, zone DMA 1 -2 3\n`, 2, 'free blocks of order 1'],
    ['a fraction', `${good}Node 0, zone DMA 1 2.5 3\n`, 2, 'free blocks of order 1'],
    ['an exponent', `${good}Node 0, zone DMA 1 1e3 3\n`, 2, 'free blocks of order 1'],
    ['a hexadecimal count', `${good}Node 0, zone DMA 1 0x10 3\n`, 2, 'free blocks of order 1'],
    ['a word among the counts', `${good}Node 0, zone DMA 1 two 3\n`, 2, 'free blocks of order 1'],
    ['a wrapped negative, 2^64 - 1', 'Node 0, zone DMA 18446744073709551615 1\n', 1, 'order 0'],
    ['a count past 2^53', 'Node 0, zone DMA 1 9007199254740993\n', 1, 'order 1'],
    ['fewer columns than above', `${good}Node 0, zone DMA 1 2\n`, 2, '3 counts as in the first row, got 2'],
    [
      'more columns than above',
      `${good}Node 0, zone DMA 1 2 3 4\n`,
      2,
      '3 counts as in the first row, got 4',
    ],
    ['a zone twice', `${good}${good}`, 2, 'each node and zone once'],
    ['a row cut in its head', `${good}Node 0, zo`, 2, 'a row such as'],
    ['a negative node', 'Node -1, zone DMA 1\n', 1, 'a row such as'],
    ['more orders than any kernel has', `Node 0, zone DMA ${columns(33)}\n`, 1, 'at most 32 orders'],
    ['words after the counts', 'Node 0, zone DMA 1 2 3 pages\n', 1, 'free blocks of order 3'],
    ['Unicode digits', 'Node 0, zone DMA ١ ٢\n', 1, 'order 0'],
  ])('refuses %s', (_, text, line, expected) => {
    const parse = (): unknown => parseBuddyinfo(text);
    expect(parse).toThrow(MalformedError);
    expect(parse).toThrow(new RegExp(`^/proc/buddyinfo: line ${line}: .*expected .*${expected}`));
  });

  it('reads the most orders, the largest count and the most rows that are taken', () => {
    expect(parseBuddyinfo(`Node 0, zone DMA ${columns(32)}\n`)[0]?.freeBlocks).toHaveLength(32);
    // A 32nd of 2^53 - 1 pages, so that 32 of them stay exact.
    const most = 2 ** 48 - 1;
    expect(parseBuddyinfo(`Node 0, zone DMA ${most} 0\n`)[0]?.freeBlocks).toEqual([most, 0]);
    expect(() => parseBuddyinfo(`Node 0, zone DMA ${most + 1} 0\n`)).toThrow(/free blocks of order 0/);
    expect(() => parseBuddyinfo(`Node 0, zone DMA 0 ${2 ** 47}\n`)).toThrow(/free blocks of order 1/);
    const many = (count: number): string =>
      Array.from({ length: count }, (_, node) => `Node ${node}, zone DMA 1\n`).join('');
    expect(parseBuddyinfo(many(8192))).toHaveLength(8192);
    expect(() => parseBuddyinfo(many(8193))).toThrow(/line 8193: .*expected at most 8192 rows/);
  });

  const rows = fc.integer({ min: 1, max: 16 }).chain((orders) =>
    fc.uniqueArray(
      fc.record({
        node: fc.nat(1023),
        zone: fc.constantFrom('DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device'),
        freeBlocks: fc.array(fc.nat(1_000_000), { minLength: orders, maxLength: orders }),
      }),
      { minLength: 1, maxLength: 40, selector: ({ node, zone }) => `${node} ${zone}` },
    ),
  );

  it('reads back whatever rows are printed', () => {
    fc.assert(
      fc.property(rows, (printed: BuddyRow[]) => {
        expect(parseBuddyinfo(formatBuddyinfo(printed))).toEqual(printed);
      }),
    );
  });

  it('reads a kernel line as the kernel prints it, byte by byte', () => {
    const kernel =
      'Node 0, zone    DMA32      5      3      4      4      3      7      7      5      5      5     96 \n';
    expect(formatBuddyinfo(parseBuddyinfo(kernel))).toBe(kernel);
  });
});
