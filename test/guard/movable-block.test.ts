import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { judge } from '../../src/guard/judge.ts';
import type { Need } from '../../src/request/need.ts';
import { Machine } from '../../src/machine/machine.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import { textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const need = (gfp: string[]): Need => {
  const request = plainRequest({ order: 5, path: 'contiguous', gfp }, 4096);
  return { request, fault: null, stepPages: request.pages, count: 1 };
};
const kernel = need(['GFP_KERNEL']);
const dma32 = need(['GFP_KERNEL', '__GFP_DMA32']);

const [FREE, LRU] = [1 << 10, 1 << 5];
/** Page frames of the zones: DMA32 up to here, Normal from here on. */
const boundary = 20_480;
const end = 2 * boundary;

/** Single free pages in both zones; a page of the kernel in each 16, but for one block of 32 at `movable`. */
function rootWith(movable: number | null, pages = end): string {
  const single = { blocks: [6000], min: 100, managed: boundary };
  const texts = textsOf({
    zones: [
      { zone: 'DMA32', ...single },
      { zone: 'Normal', ...single },
    ],
  });
  const [below = '', above = ''] = (texts.zoneinfo ?? '').split(/(?=^Node 0, zone +Normal)/m);
  const zoneinfo = below + above.replace(/start_pfn: +1$/m, `start_pfn: ${boundary}`);
  const flags = Array.from({ length: pages }, (_, pfn) => {
    const within = movable !== null && pfn >= movable && pfn < movable + 32;
    return BigInt(!within && pfn % 16 === 7 ? 0 : pfn % 3 === 0 ? FREE : LRU);
  });
  const kpageflags = new Uint8Array(BigUint64Array.from(flags).buffer);
  return makeRoot({ ...filesOf({ ...texts, zoneinfo }, '6.12.0'), 'proc/kpageflags': kpageflags });
}

function looks(root: string, asked = kernel): { plain: number; deep: number; found: number | undefined } {
  const machine = new Machine(root);
  const plain = judge([asked], machine, false).prediction;
  const deep = judge([asked], machine, true).prediction;
  expect(plain.terms).not.toEqual([]);
  const found = deep.terms.find(({ name }) => name === 'movableBlock')?.value;
  return { plain: plain.likelihood, deep: deep.likelihood, found };
}

describe('--deep', () => {
  it.each([
    ['the first block of the first zone', 32],
    ['the first whole block of the second zone', boundary],
    ['the last block of all', end - 32],
  ])('finds %s', (_, movable) => {
    const { plain, deep, found } = looks(rootWith(movable));
    expect(found).toBe(1);
    expect(deep).toBe(plain);
  });

  it.each([
    ['no block is without a page of the kernel', null],
    ['32 pages without one are not aligned', 48],
  ])('expects less where %s', (_, movable) => {
    const { plain, deep, found } = looks(rootWith(movable));
    expect(found).toBe(0);
    expect(deep).toBeLessThan(plain);
  });

  it('does not count a block of a zone that the request may not use', () => {
    const root = rootWith(boundary + 64);
    expect(looks(root, kernel).found).toBe(1);
    expect(looks(root, dma32).found).toBe(0);
  });

  it('says nothing where the file ends before the zones do', () => {
    const { plain, deep, found } = looks(rootWith(null, boundary));
    expect(found).toBeUndefined();
    expect(deep).toBe(plain);
  });

  it('says nothing where the file cannot be read', () => {
    const root = rootWith(null);
    rmSync(join(root, 'proc/kpageflags'));
    expect(looks(root).found).toBeUndefined();
  });
});
