import { describe, expect, it } from '@jest/globals';
import { plainNeed, plainRequest } from '../../src/request/plain-request.ts';
import { parseSize } from '../../src/request/size.ts';
import type { MemoryPath } from '../../src/request/request.ts';

const sized = (size: string, path: MemoryPath, pageSize: number): Partial<ReturnType<typeof plainRequest>> =>
  plainRequest({ size: parseSize(size), path, gfp: ['GFP_KERNEL'] }, pageSize);

describe('plainRequest', () => {
  it.each<[string, MemoryPath, number, number, number, number]>([
    // size, path, page size, bytes, order, pages
    ['331776', 'contiguous', 4096, 331_776, 7, 128],
    ['331776', 'vmalloc', 4096, 331_776, 7, 81],
    ['331776', 'vmalloc-noretry', 4096, 331_776, 7, 81],
    ['331776', 'contiguous', 65_536, 331_776, 3, 8],
    ['331776', 'vmalloc-noretry', 65_536, 331_776, 3, 6],
    ['80pages', 'vmalloc-noretry', 4096, 327_680, 7, 80],
    ['80pages', 'vmalloc-noretry', 65_536, 5_242_880, 7, 80],
    ['1', 'contiguous', 4096, 1, 0, 1],
    ['8192', 'contiguous', 4096, 8192, 1, 2],
    ['8193', 'contiguous', 4096, 8193, 2, 4],
    ['1', 'vmalloc', 4096, 1, 0, 1],
  ])('%s on %s with pages of %i', (size, path, pageSize, bytes, order, pages) => {
    expect(sized(size, path, pageSize)).toMatchObject({
      workload: null,
      path,
      pageSize,
      bytes,
      order,
      pages,
    });
  });

  it.each<[number, MemoryPath, number, number, number]>([
    // order, path, page size, bytes, pages
    [0, 'contiguous', 4096, 4096, 1],
    [4, 'contiguous', 4096, 65_536, 16],
    [4, 'contiguous', 65_536, 1_048_576, 16],
    [4, 'vmalloc', 4096, 65_536, 16],
    // 1 << 40 would be 256
    [40, 'contiguous', 4096, 2 ** 52, 2 ** 40],
    [63, 'contiguous', 65_536, 2 ** 79, 2 ** 63],
  ])('order %i on %s with pages of %i', (order, path, pageSize, bytes, pages) => {
    const request = plainRequest({ order, path, gfp: ['GFP_KERNEL'] }, pageSize);
    expect(request).toMatchObject({ order, bytes, pages });
  });

  it('names a node only where one is given', () => {
    expect(plainRequest({ order: 0, node: 1 }, 4096).node).toBe(1);
    expect(Object.keys(plainRequest({ order: 0 }, 4096))).not.toContain('node');
  });

  it('says that up to two pages come from a slab', () => {
    expect(sized('8192', 'contiguous', 4096).notes?.join()).toContain('slab');
    expect(sized('8193', 'contiguous', 4096).notes).toEqual([]);
    expect(sized('8192', 'vmalloc', 4096).notes).toEqual([]);
  });

  it.each<[string[], string[]]>([
    [['GFP_DMA'], ['GFP_KERNEL', 'GFP_DMA']],
    [['__GFP_DMA32'], ['GFP_KERNEL', '__GFP_DMA32']],
    [
      ['GFP_ATOMIC', '__GFP_DMA32'],
      ['GFP_ATOMIC', '__GFP_DMA32'],
    ],
    [['GFP_KERNEL'], ['GFP_KERNEL']],
    [['GFP_NOWAIT'], ['GFP_NOWAIT']],
  ])('takes GFP_KERNEL with what names only a zone: %j', (given, gfp) => {
    const request = plainRequest({ order: 0, path: 'contiguous', gfp: given }, 4096);
    expect(request.gfp).toEqual(gfp);
    expect(request.notes.length > 0).toBe(given.length < gfp.length);
  });

  it.each<[MemoryPath, string[]]>([
    ['contiguous', ['GFP_KERNEL']],
    ['vmalloc', ['GFP_KERNEL']],
    ['vmalloc-noretry', ['GFP_KERNEL', '__GFP_NORETRY']],
  ])('%s asks as its callers do unless told otherwise', (path, gfp) => {
    expect(plainRequest({ order: 0, path }, 4096).gfp).toEqual(gfp);
  });
});

describe('plainNeed', () => {
  // prettier-ignore
  it.each([
    [{ order: 4 },                                      'order 4',      1, 16],
    [{ order: 4, count: 3 },                            'order 4',      3, 48],
    [{ size: parseSize('324KiB'), path: 'vmalloc' },    '331776 bytes', 1, 81],
    [{ size: parseSize('80pages'), path: 'vmalloc', count: 2 }, '80 pages', 2, 160],
  ] as const)('%j is %s, %i times, %i pages in all', (asked, what, count, stepPages) => {
    const need = plainNeed(asked, 4096);
    expect(need).toMatchObject({ what, count, stepPages, fault: null, beside: [], confidence: 'verified' });
    expect(need.request).toEqual(plainRequest(asked, 4096));
  });

  it('says which options mean nothing to it', () => {
    const { request } = plainNeed({ order: 4, rules: 10, rulesFile: 'a.save', cpus: 2, count: 2 }, 4096);
    expect(request.notes).toEqual(
      ['--rules', '--rules-file', '--cpus'].map(
        (option) => `${option} has no meaning without --for and is ignored`,
      ),
    );
  });
});
