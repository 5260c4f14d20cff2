import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getOrder } from '../../src/request/order.ts';

/** include/asm-generic/getorder.h, its own table */
describe('getOrder', () => {
  it.each<[number, number, number]>([
    // bytes, page size, order
    [1, 4096, 0],
    [4096, 4096, 0],
    [4097, 4096, 1],
    [8192, 4096, 1],
    [8193, 4096, 2],
    [53_248, 4096, 4],
    [65_536, 4096, 4],
    [65_537, 4096, 5],
    [327_680, 4096, 7],
    [331_776, 4096, 7],
    [4_194_304, 4096, 10],
    [4_194_305, 4096, 11],
    [331_776, 16_384, 5],
    [331_776, 65_536, 3],
    [65_536, 65_536, 0],
    [65_537, 65_536, 1],
    [536_870_912, 65_536, 13],
    [2 ** 40, 4096, 28],
  ])('%i bytes with pages of %i: %i', (bytes, pageSize, order) => {
    expect(getOrder(bytes, pageSize)).toBe(order);
  });

  it('is the smallest order that holds the bytes', () => {
    const pageSizes = fc.constantFrom(4096, 16_384, 65_536);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), pageSizes, (bytes, pageSize) => {
        const order = getOrder(bytes, pageSize);
        expect(2 ** order * pageSize).toBeGreaterThanOrEqual(bytes);
        if (order > 0) expect(2 ** (order - 1) * pageSize).toBeLessThan(bytes);
      }),
    );
  });
});

/** mm/slub.c: slab caches up to KMALLOC_MAX_CACHE_SIZE, two pages; then kmalloc_large() */
describe('getOrder of what kmalloc serves', () => {
  it.each<[number, number, number]>([
    [1, 4096, 0],
    [4096, 4096, 0],
    // kmalloc-8k: its smallest slab is one object of two pages
    [4097, 4096, 1],
    [8192, 4096, 1],
    [8193, 4096, 2],
    [16_384, 4096, 2],
    [53_248, 4096, 4],
    [65_536, 65_536, 0],
    [131_072, 65_536, 1],
    [131_073, 65_536, 2],
  ])('%i bytes with pages of %i: %i', (bytes, pageSize, order) => {
    expect(getOrder(bytes, pageSize)).toBe(order);
  });
});
