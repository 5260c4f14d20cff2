/** Bits of /proc/kpageflags (include/uapi/linux/kernel-page-flags.h). */
const LRU = 1 << 5;
const BUDDY = 1 << 10;
const COMPOUND_TAIL = 1 << 16;
const HUGE = 1 << 17;
const NOPAGE = 1 << 20;

/**
 * How many aligned blocks of 2^order pages hold nothing but free and movable pages: what compaction can empty.
 * A tail of a compound page counts as its head does (tails carry no LRU bit up to 6.12).
 * @param flags the low words of consecutive pages' flags, starting at a page frame aligned to the block
 * @param enough stops counting there
 */
export function countMovableBlocks(flags: Uint32Array, order: number, enough = Infinity): number {
  const size = 2 ** order;
  let blocks = 0;
  for (let start = 0; start + size <= flags.length && blocks < enough; start += size) {
    if (isMovableBlock(flags, start, start + size)) blocks++;
  }
  return blocks;
}

function isMovableBlock(flags: Uint32Array, start: number, end: number): boolean {
  let headMovable = false;
  for (let i = start; i < end; i++) {
    const page = flags[i] ?? NOPAGE;
    if ((page & (HUGE | NOPAGE)) !== 0) return false;
    if ((page & COMPOUND_TAIL) === 0) headMovable = (page & (LRU | BUDDY)) !== 0;
    if (!headMovable && (page & LRU) === 0) return false;
  }
  return true;
}
