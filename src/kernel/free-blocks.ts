/** The free blocks of a zone, by order: `freeBlocks[order]` blocks of 2^order pages. */
interface FreeBlocks {
  freeBlocks: readonly number[];
}

/** The largest order that the buddy lists of this kernel hold: one less than there are lists. */
export function maxOrder(rows: readonly FreeBlocks[]): number {
  return (rows[0]?.freeBlocks.length ?? 0) - 1;
}

/** Pages in free blocks of `order` and more. */
export function pagesInBlocks(freeBlocks: readonly number[], order: number): number {
  let pages = 0;
  for (let o = order; o < freeBlocks.length; o++) pages += (freeBlocks[o] ?? 0) * 2 ** o;
  return pages;
}

/** The same over several zones. */
export function totalPagesInBlocks(rows: readonly FreeBlocks[], order: number): number {
  return rows.reduce((sum, { freeBlocks }) => sum + pagesInBlocks(freeBlocks, order), 0);
}
