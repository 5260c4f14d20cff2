/** The smallest order that can be asked for by itself: below it, kmalloc takes an object from a slab. */
export const minTrialOrder = 2;

/** The largest pipe that fcntl(2) takes, in bytes. */
export const maxPipeBytes = 2 ** 31;

/**
 * Bytes of an AF_UNIX datagram whose head is one kmalloc of the order (net/unix/af_unix.c unix_dgram_sendmsg,
 * net/core/skbuff.c alloc_skb_with_frags, 5.10 to 7.3): up to 17 pages of a long message go into fragments, the rest and
 * some 320 bytes are the head. From order 3 on the head is a little over half a block, so that a small send buffer is
 * enough.
 */
export function datagramBytes(order: number, pageSize: number): number {
  if (order === minTrialOrder) return 4 * pageSize - 1024;
  return pageSize * 2 ** (order - 1) + 1024 + 17 * pageSize;
}

/**
 * Bytes of a pipe whose ring is one kcalloc of the order (fs/pipe.c pipe_resize_ring, 5.10 to 7.3): 40 bytes for each page
 * of the pipe, 24 if a pointer has four bytes, and a power of two of pages.
 */
export function pipeBytes(order: number, pageSize: number, pointerBytes: 4 | 8): number {
  const block = pageSize * 2 ** order;
  return (block / (pointerBytes === 8 ? 64 : 32)) * pageSize;
}
