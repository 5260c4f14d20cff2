/** The smallest order whose block holds `bytes` (include/asm-generic/getorder.h get_order). */
export function getOrder(bytes: number, pageSize: number): number {
  const pages = Math.ceil(bytes / pageSize);
  let order = 0;
  while (2 ** order < pages) order++;
  return order;
}

/**
 * The order that kmalloc really needs from the page allocator: sizes up to two pages come from a slab whose
 * smallest form is one or two pages, larger ones are rounded up to a power of two of pages (mm/slub.c).
 */
export function kmallocOrder(bytes: number, pageSize: number): number {
  return bytes <= 2 * pageSize ? (bytes <= pageSize ? 0 : 1) : getOrder(bytes, pageSize);
}
