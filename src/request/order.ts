/**
 * The smallest order whose block holds `bytes` (include/asm-generic/getorder.h get_order). It is kmalloc's too: larger sizes
 * than two pages are rounded up so, and the slabs of smaller ones need no more than that (mm/slub.c).
 */
export function getOrder(bytes: number, pageSize: number): number {
  const pages = Math.ceil(bytes / pageSize);
  let order = 0;
  while (2 ** order < pages) order++;
  return order;
}

/** Orders up to this one are "too small to fail": the kernel loops and calls the OOM killer instead (PAGE_ALLOC_COSTLY_ORDER). */
export const costlyOrder = 3;
