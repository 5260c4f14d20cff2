import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countMovableBlocks } from '../../src/machine/page-flags.ts';
import { type PageRange, type PageScan, scanPages } from '../../src/machine/page-scan.ts';
import { emptyRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);
const path = join(emptyRoot(), 'kpageflags');

const FREE = 1 << 10;
const LRU = 1 << 5;
/** pages that the scan reads at once */
const chunk = 131_072;

function entries(low: readonly number[], high = 0): Buffer {
  return Buffer.from(BigUint64Array.from(low, (flags) => (BigInt(high) << 32n) | BigInt(flags)).buffer);
}

/** All the kernel's own but what is written at a page frame; sparse. */
function written(pages: number, at: Record<number, Buffer> = {}): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, pages * 8);
  for (const [pfn, bytes] of Object.entries(at)) writeSync(file, bytes, 0, bytes.length, Number(pfn) * 8);
  closeSync(file);
}

const free = (pages: number): Buffer => entries(Array.from({ length: pages }, () => FREE));
const all = { enough: Infinity, milliseconds: 60_000 };
const scan = (ranges: PageRange[], order: number, limits = all, now = (): number => 0): PageScan | null =>
  scanPages(path, ranges, order, limits, now);
const from = (startPfn: number, spannedPages: number): PageRange => ({ startPfn, spannedPages });

describe('scanPages', () => {
  it('looks at the aligned blocks of a range alone', () => {
    written(64, { 0: free(64) });
    expect(scan([from(0, 64)], 3)).toMatchObject({ movableBlocks: 8, complete: true });
    // 1…7 and 56…62 are not whole blocks.
    expect(scan([from(1, 62)], 3)).toMatchObject({ movableBlocks: 6, complete: true });
    expect(scan([from(8, 8), from(40, 16)], 3)).toMatchObject({ movableBlocks: 3, complete: true });
    expect(scan([from(1, 14)], 3)).toMatchObject({ movableBlocks: 0, complete: true });
    expect(scan([], 3)).toMatchObject({ movableBlocks: 0, complete: true });
  });

  it('says that there is none where every block has a page of the kernel', () => {
    written(64, { 0: entries(Array.from({ length: 64 }, (_, i) => (i % 8 === 5 ? 0 : LRU))) });
    expect(scan([from(0, 64)], 3, { enough: 1, milliseconds: 2000 })).toMatchObject({
      movableBlocks: 0,
      complete: true,
    });
    expect(scan([from(0, 64)], 2, { enough: 1, milliseconds: 2000 })).toMatchObject({ movableBlocks: 1 });
  });

  it('does not mind the high half of an entry', () => {
    written(16, {
      0: entries(
        Array.from({ length: 8 }, () => FREE),
        0xffff_ffff,
      ),
      8: entries([0, 0, 0], FREE),
    });
    expect(scan([from(0, 16)], 3)).toMatchObject({ movableBlocks: 1 });
  });

  it('finds a block wherever it lies, also where one reading ends and the next begins', () => {
    for (const pfn of [0, chunk - 16, chunk, chunk + 16, 3 * chunk - 16]) {
      written(3 * chunk, { [pfn]: free(16) });
      expect([pfn, scan([from(0, 3 * chunk)], 4)]).toMatchObject([pfn, { movableBlocks: 1, complete: true }]);
    }
    // A DMA zone begins at page frame 1: the readings do too.
    written(2 * chunk, { [chunk - 16]: free(64) });
    expect(scan([from(1, 2 * chunk - 1)], 4)).toMatchObject({ movableBlocks: 4, complete: true });
  });

  it('stops where it has enough', () => {
    written(4 * chunk, { 0: free(64) });
    let readings = 0;
    const now = (): number => readings++;
    expect(scan([from(0, 4 * chunk)], 4, { enough: 2, milliseconds: 60_000 }, now)).toMatchObject({
      movableBlocks: 2,
      complete: false,
    });
    // the start and the end, and no look at the clock between
    expect(readings).toBe(2);
  });

  it('stops when its time is over, after one reading more at most', () => {
    written(4 * chunk, { [3 * chunk]: free(64) });
    let time = 0;
    const now = (): number => (time += 600);
    expect(scan([from(0, 4 * chunk)], 4, { enough: 1, milliseconds: 1000 }, now)).toMatchObject({
      movableBlocks: 0,
      complete: false,
    });
    expect(time).toBeLessThanOrEqual(4 * 600);
  });

  it.each<[string, number, number]>([
    ['ends in the middle of the range', 32, 4],
    ['ends in the middle of a block', 28, 3],
    ['is empty', 0, 0],
  ])('does not call it complete where the file %s', (_, pages, blocks) => {
    written(pages, { 0: free(pages) });
    expect(scan([from(0, 64)], 3)).toMatchObject({ movableBlocks: blocks, complete: false });
  });

  it.each([1, 3, 7, 8, 9, 12, 15])('takes a file that ends in %i bytes of an entry or more', (bytes) => {
    writeFileSync(path, Buffer.concat([free(8), free(2).subarray(0, bytes)]));
    expect(scan([from(0, 16)], 3)).toMatchObject({ movableBlocks: 1, complete: false });
    expect(scan([from(8, 8)], 0)).toMatchObject({ movableBlocks: Math.floor(bytes / 8), complete: false });
  });

  it('is null where the file cannot be read', () => {
    const limits = { enough: 1, milliseconds: 1000 };
    const folder = join(emptyRoot(), 'folder');
    mkdirSync(folder);
    for (const unreadable of [`${path}-that-is-not-there`, folder])
      expect(scanPages(unreadable, [from(0, 8)], 3, limits, () => 0)).toBeNull();
  });

  it('counts what a look at every range at once counts', () => {
    const page = fc.constantFrom(0, FREE, LRU, FREE, LRU, 1 << 17, 1 << 20);
    fc.assert(
      fc.property(
        fc.array(page, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat(300),
        fc.nat(300),
        (pages, order, a, b) => {
          writeFileSync(path, entries(pages));
          const [start, end] = [Math.min(a, b, pages.length), Math.min(Math.max(a, b), pages.length)];
          const first = Math.ceil(start / 2 ** order) * 2 ** order;
          const whole = countMovableBlocks(Uint32Array.from(pages.slice(first, end)), order);
          expect(scan([from(start, end - start)], order)).toMatchObject({
            movableBlocks: whole,
            complete: true,
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
