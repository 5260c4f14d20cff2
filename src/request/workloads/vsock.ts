import { atLeast } from '../../kernel/version.ts';
import { costlyOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** VIRTIO_VSOCK_MAX_PKT_BUF_SIZE: a larger write is cut into packets of this. */
const maxPacketBytes = 65_536;
/** struct virtio_vsock_hdr */
const headerBytes = 44;
/** struct skb_shared_info, on cache lines of its own */
const sharedInfoBytes = 320;
const cacheLine = 64;

/** How a kernel makes a packet. */
type Packet = 'buffer' | 'linear' | 'fragments';

/** The patch level of 6.12 that was read to make fragments; the one it came with is between it and 6.12.0. */
const fragmentsIn612 = 117;

/** How this kernel makes a packet; what was not read goes into `doubts`. */
function packetOf({ kernel }: WorkloadFacts, doubts: string[]): Packet {
  if (atLeast(kernel, 6, 17)) return 'fragments';
  if (kernel?.major === 6 && kernel.minor === 12) {
    if (kernel.patch !== null && kernel.patch >= fragmentsIn612) return 'fragments';
    doubts.push(`6.12.${fragmentsIn612} makes fragments; with which patch level that came was not read`);
    return 'linear';
  }
  if (kernel && atLeast(kernel, 6, 6))
    doubts.push('a later stable release of this line may make fragments of large packets');
  if (atLeast(kernel, 6, 3)) return 'linear';
  if (kernel?.major === 6 && kernel.minor === 1) {
    if (kernel.patch !== null && kernel.patch >= 192) return 'linear';
    doubts.push(
      '6.1.192 makes linear socket buffers, order 5; with which patch level that came was not read',
    );
    return 'linear';
  }
  doubts.push('kernels before 6.1 were not read');
  return 'buffer';
}

/** A socket buffer's head for so much data (SKB_HEAD_ALIGN). */
function headOf(bytes: number): number {
  return Math.ceil((headerBytes + bytes) / cacheLine) * cacheLine + sharedInfoBytes;
}

export const vsock: Workload = {
  name: 'vsock',
  summary: 'a large write over AF_VSOCK of virtio (Kata, Firecracker, QEMU): the packet that carries it',
  options: { size: 'of one write; default 64 KiB, the largest packet', count: 'packets' },
  formula: [
    'before 6.17 one block: kmalloc(64 KiB) is order 4; as a linear socket buffer, 64 KiB + 44 and 320 bytes, order 5 (6.3 on, and 6.1.192)',
    'since then single pages for what does not fit into order 3',
  ],
  failure: [
    'send: Cannot allocate memory (AF_VSOCK; nothing in the kernel log where a socket buffer is asked for)',
    'page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP) … virtio_transport_alloc_pkt',
  ],
  helps: [
    'a kernel that makes fragments: 6.17, 6.12.117',
    'writes of at most 28 KiB, which need order 3',
    'compaction before the transfer',
  ],
  source: [
    'net/vmw_vsock/virtio_transport_common.c virtio_transport_alloc_skb',
    'include/linux/virtio_vsock.h virtio_vsock_alloc_skb',
    'https://github.com/libkrun/libkrun/issues/535',
  ],
  evidence: [
    {
      says: 'a packet of 64 KiB is one linear socket buffer',
      how: 'source',
      where: 'net/vmw_vsock/virtio_transport_common.c of 6.1.192',
    },
    {
      says: 'what is larger than order 3 gets single pages',
      how: 'source',
      where: 'include/linux/virtio_vsock.h of 6.12.117',
    },
    { says: 'so does mainline from 6.17 on', how: 'log', where: 'libkrun/libkrun#535' },
    {
      says: 'until socket buffers came in 6.3 a packet was kmalloc of its size',
      how: 'memory',
      where: 'commit 71dc9ec9ac7d',
    },
  ],
  needs: (facts) => {
    if (!atLeast(facts.kernel, 4, 8)) return [];
    const { options, pageSize } = facts;
    const doubts: string[] = [];
    const data = Math.min(maxPacketBytes, options.size ?? maxPacketBytes);
    const packet = packetOf(facts, doubts);
    const common = {
      workload: 'vsock',
      what: 'the packet of one write',
      count: options.count ?? 1,
      unverified: doubts.length === 0 ? null : doubts.join('; '),
    };
    const socketBuffer = ['GFP_KERNEL', '__GFP_NOMEMALLOC', '__GFP_NOWARN', '__GFP_COMP'];
    if (packet === 'buffer')
      return [contiguousNeed(facts, { ...common, bytes: data, gfp: ['GFP_KERNEL', '__GFP_COMP'] })];
    if (packet === 'linear' || headOf(data) <= pageSize * 2 ** costlyOrder)
      return [contiguousNeed(facts, { ...common, bytes: headOf(data), gfp: socketBuffer })];
    const pages = Math.ceil(data / pageSize);
    return [
      contiguousNeed(facts, {
        ...common,
        what: 'the pages of a packet',
        bytes: pageSize,
        gfp: ['GFP_KERNEL'],
        count: pages * common.count,
      }),
    ];
  },
};
