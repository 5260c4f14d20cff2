/** Bits of /proc/kpageflags (include/uapi/linux/kernel-page-flags.h). */
const LRU = 1 << 5;
const BUDDY = 1 << 10;
const COMPOUND_TAIL = 1 << 16;
const HUGE = 1 << 17;
const NOPAGE = 1 << 20;

/**
 * How many aligned blocks of 2^order pages hold nothing but free and movable pages: what compaction can empty.
 * A tail of a compound page counts as its head does (tails carry no LRU bit up to 6.12), also where the head lies in
 * a block before; where the head is not among `flags`, as unmovable.
 * @param flags the low words of consecutive pages' flags, starting at a page frame aligned to the block
 * @param enough stops counting there
 */
export function countMovableBlocks(flags: Uint32Array, order: number, enough = Infinity): number {
  const size = 2 ** order;
  let blocks = 0;
  // A compound page that reaches into the next block fills this one from its head on: a refused block passes nothing on.
  let headMovable = false;
  for (let start = 0; start + size <= flags.length && blocks < enough; start += size) {
    let i = start;
    for (; i < start + size; i++) {
      const page = flags[i] ?? NOPAGE;
      if ((page & COMPOUND_TAIL) === 0) headMovable = (page & (LRU | BUDDY)) !== 0;
      if ((page & (HUGE | NOPAGE)) !== 0 || (!headMovable && (page & LRU) === 0)) {
        headMovable = false;
        break;
      }
    }
    if (i === start + size) blocks++;
  }
  return blocks;
}
