import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countMovableBlocks } from '../../src/machine/page-flags.ts';

/**
 * One letter a page, as include/uapi/linux/kernel-page-flags.h numbers the bits. Tails of a compound page (lower case:
 * of m a movable head, of u an unmovable one) carry the LRU bit of their head only in newer kernels (l).
 */
const letters: Record<string, readonly number[]> = {
  f: [10], // free: KPF_BUDDY
  M: [2, 5], // KPF_UPTODATE, KPF_LRU
  U: [], // a page of the kernel's own
  S: [7], // KPF_SLAB
  C: [5, 15], // the head of a large folio: KPF_COMPOUND_HEAD
  K: [7, 15], // the head of a slab's or another compound page
  t: [16], // KPF_COMPOUND_TAIL
  l: [5, 16],
  H: [15, 17], // hugetlb: KPF_HUGE on the head and on every tail
  h: [16, 17],
  n: [20], // KPF_NOPAGE
  R: [32], // KPF_RESERVED: beyond the low word
};

function flagsOf(pages: string): Uint32Array {
  const low = (bits: readonly number[]): number =>
    bits.reduce((sum, bit) => sum | (bit < 32 ? 1 << bit : 0), 0);
  return Uint32Array.from(Array.from(pages.replaceAll(' ', '')), (page) => low(letters[page] ?? []));
}

describe('countMovableBlocks', () => {
  it.each<[string, string, number, number]>([
    ['nothing', '', 2, 0],
    ['free pages', 'ffff', 2, 1],
    ['free and movable pages', 'fMMf', 2, 1],
    ['one page of the kernel at the end', 'fMMU', 2, 0],
    ['one page of the kernel at the start', 'UMMf', 2, 0],
    ['a slab page', 'fSff', 2, 0],
    ['each block for itself', 'ffff MUff MMMM', 2, 2],
    ['blocks are aligned: four movable pages across two are none', 'UMMM MUUU', 2, 0],
    ['the same pages, asked for by two', 'UMMM MUUU', 1, 1],
    ['single pages', 'fMUS', 0, 2],
    ['what is left over is no block', 'ffff fff', 2, 1],
    ['less than a block', 'fff', 2, 0],
    ['a large folio, whose tails have no LRU bit', 'Cttt', 2, 1],
    ['a large folio, whose tails have one', 'Clll', 2, 1],
    ['a large folio beside a free page', 'Ctff', 2, 1],
    ['a compound page of the kernel', 'Kttt', 2, 0],
    ['a compound page of the kernel beside movable ones', 'MMKt', 2, 0],
    ['a compound page of the kernel after a large folio', 'CtKt', 2, 0],
    ['a large folio larger than the block', 'Cttt tttt', 2, 2],
    ['a compound page of the kernel larger than the block', 'Kttt tttt', 2, 0],
    ['a large folio larger than the block, then one of the kernel', 'Cttt tttt Kttt tttt', 2, 2],
    ['tails without their head', 'tttt', 2, 0],
    ['tails without their head, after a block of the kernel', 'UMMM tttt', 2, 0],
    ['a hugetlb page', 'Hhhh', 2, 0],
    ['page frames without a page', 'ffnn', 2, 0],
    ['a reserved page, which is not on a list either', 'ffRf', 2, 0],
  ])('%s: %s by order %i', (_, pages, order, blocks) => {
    expect(countMovableBlocks(flagsOf(pages), order)).toBe(blocks);
  });

  it('stops where it has enough', () => {
    expect(countMovableBlocks(flagsOf('f'.repeat(64)), 2, 3)).toBe(3);
    expect(countMovableBlocks(flagsOf('f'.repeat(64)), 2, 0)).toBe(0);
  });

  /** Compound pages as the allocator lays them out: aligned to their own size. */
  const compound = fc.constantFrom(
    ['f', 'f'],
    ['M', 'M'],
    ['U', 'U'],
    ['C', 't'],
    ['C', 'l'],
    ['K', 't'],
    ['H', 'h'],
  );
  const laidOut = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 5 }), compound), { maxLength: 40 })
    .map((allocations) => {
      let pages = '';
      for (const [order, [head = '', tail = '']] of allocations) {
        const size = 2 ** order;
        pages = pages.padEnd(Math.ceil(pages.length / size) * size, 'f') + head.padEnd(size, tail);
      }
      return pages;
    });

  /** A page and the head that it belongs to. */
  const headOf = (pages: string, at: number): string => {
    let head = at;
    while ('tlh'.includes(pages[head] ?? '')) head--;
    return pages[head] ?? '';
  };

  it('counts exactly the blocks whose every page is free or has a movable head', () => {
    fc.assert(
      fc.property(laidOut, fc.integer({ min: 0, max: 6 }), (pages, order) => {
        const size = 2 ** order;
        let expected = 0;
        for (let start = 0; start + size <= pages.length; start += size) {
          const block = Array.from({ length: size }, (_, i) => headOf(pages, start + i));
          if (block.every((head) => 'fMC'.includes(head))) expected++;
        }
        expect(countMovableBlocks(flagsOf(pages), order)).toBe(expected);
      }),
    );
  });

  it('never counts a block with a page that nothing can move, whatever the flags are', () => {
    const flags = fc.array(
      fc.oneof(fc.constantFrom(1 << 5, 1 << 10, 1 << 16, (1 << 16) | (1 << 5)), fc.nat()),
      { minLength: 1, maxLength: 64 },
    );
    fc.assert(
      fc.property(
        flags,
        fc.integer({ min: 0, max: 4 }),
        fc.nat(),
        fc.constantFrom(0, 1 << 17, 1 << 20),
        (pages, order, at, bits) => {
          const spoiled = Uint32Array.from(pages);
          const size = 2 ** order;
          for (let start = 0; start < spoiled.length; start += size) {
            const index = start + (at % size);
            if (index < spoiled.length) spoiled[index] = bits;
          }
          expect(countMovableBlocks(spoiled, order)).toBe(0);
        },
      ),
    );
  });

  it('finds no fewer blocks where a page is freed', () => {
    fc.assert(
      fc.property(laidOut, fc.integer({ min: 0, max: 4 }), fc.nat(), (pages, order, at) => {
        fc.pre(pages.length > 0);
        const index = at % pages.length;
        fc.pre('fMU'.includes(pages[index] ?? ''));
        const freed = `${pages.slice(0, index)}f${pages.slice(index + 1)}`;
        expect(countMovableBlocks(flagsOf(freed), order)).toBeGreaterThanOrEqual(
          countMovableBlocks(flagsOf(pages), order),
        );
      }),
    );
  });
});
