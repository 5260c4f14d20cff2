import { pagesInBlocks } from '../kernel/free-blocks.ts';

/**
 * The kernel's fragmentation index (mm/vmstat.c __fragmentation_index), in thousandths:
 * -1000 where a block of the order is free, towards 0 lack of memory, towards 1000 fragmentation.
 */
export function fragmentationIndex(freeBlocks: readonly number[], order: number): number {
  const blocks = freeBlocks.reduce((sum, n) => sum + n, 0);
  if (blocks === 0) return 0;
  if (pagesInBlocks(freeBlocks, order) > 0) return -1000;
  const wanted = Math.floor((pagesInBlocks(freeBlocks, 0) * 1000) / 2 ** order);
  return 1000 - Math.floor((1000 + wanted) / blocks);
}

/**
 * The kernel's unusable free space index (mm/vmstat.c unusable_free_index), in thousandths: the share of the free memory
 * that lies in blocks smaller than the order; 1000 where nothing is free.
 */
export function unusableIndex(freeBlocks: readonly number[], order: number): number {
  const free = pagesInBlocks(freeBlocks, 0);
  if (free === 0) return 1000;
  return Math.floor(((free - pagesInBlocks(freeBlocks, order)) * 1000) / free);
}
