import { expect, it } from '@jest/globals';
import { maxOrder, pagesInBlocks, totalPagesInBlocks } from '../../src/kernel/free-blocks.ts';

// Five single pages, two blocks of order 1 and three of order 2.
it.each([
  [0, 5 + 4 + 12],
  [1, 4 + 12],
  [2, 12],
  [3, 0],
])('in blocks of order %i and more are %i pages', (order, pages) => {
  expect(pagesInBlocks([5, 2, 3], order)).toBe(pages);
  const rows = [{ freeBlocks: [5, 2, 3] }, { freeBlocks: [0, 0, 1] }];
  expect(totalPagesInBlocks(rows, order)).toBe(pages + (order > 2 ? 0 : 4));
});

it('the largest order is one less than there are lists', () => {
  expect([maxOrder([{ freeBlocks: Array<number>(11).fill(0) }]), maxOrder([])]).toEqual([10, -1]);
});
