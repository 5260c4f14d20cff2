import { UsageError } from '../../errors.ts';
import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** p9_client_create() refuses less. */
const minMsize = 4096;
/** MAX_SOCK_BUF of net/9p/trans_fd.c; virtio takes 125 pages (500 KiB with pages of 4 KiB). */
const maxMsize = 2 ** 20;
const virtioPages = 125;
const ioHeaderBytes = 24;
/** The largest message that p9_msg_buf_size() sizes by its kind. */
const smallMessageBytes = 8192;

/** MAX_SOCK_BUF of 5.10, seen there as the most that a mount over a socket gets. */
const oldSocketMsize = 64 * 1024;

/** A mount: what it says, or what this kernel takes by default. */
interface Mount {
  msize: number;
  /** `virtio`, `fd`, `tcp`, `unix`, `rdma`, `xen`; null where neither a mount nor a device says it */
  transport: string | null;
  /** a mount is there already */
  isMounted: boolean;
}

/** DEFAULT_MSIZE of net/9p/client.c. */
function defaultMsize({ kernel }: WorkloadFacts): number {
  if (!atLeast(kernel, 5, 15)) return 8192;
  return 128 * 1024 + (atLeast(kernel, 6, 3) ? ioHeaderBytes : 0);
}

/** The 9p mount of this machine with the largest messages, and what `--size` says over it. */
function mountOf(facts: WorkloadFacts): Mount {
  const lines = (facts.readings.text('proc/mounts') ?? '').matchAll(/^\S+ \S+ 9p (\S+) \d+ \d+$/gm);
  const mounts = [...lines].map(([, options = '']): Mount => {
    const [, msize] = /(?:^|,)msize=(\d{1,8})(?:,|$)/.exec(options) ?? [];
    const [, transport = null] = /(?:^|,)trans=(\w+)(?:,|$)/.exec(options) ?? [];
    return { msize: msize === undefined ? defaultMsize(facts) : Number(msize), transport, isMounted: true };
  });
  const toCome = { msize: defaultMsize(facts), transport: deviceTransport(facts), isMounted: false };
  const [first = toCome, ...others] = mounts;
  const largest = others.reduce((a, b) => (b.msize > a.msize ? b : a), first);
  return facts.options.size === undefined ? largest : { ...largest, msize: facts.options.size };
}

/** The transport of shares that the hypervisor offers and nobody has mounted yet: a virtio device of type 9 (VIRTIO_ID_9P). */
function deviceTransport({ readings }: WorkloadFacts): 'virtio' | null {
  for (let i = 0; ; i++) {
    const type = readings.text(`sys/bus/virtio/devices/virtio${i}/device`)?.trim();
    if (type === undefined) return null;
    if (type === '0x0009') return 'virtio';
  }
}

/** What a transport lowers msize to. */
function maxMsizeOf(transport: string | null, { kernel, pageSize, readings }: WorkloadFacts): number {
  if (transport === 'virtio') return virtioPages * pageSize;
  // Where the machine was read and has no such device, it is none over virtio.
  const isSocket = transport !== null || readings.text('proc/mounts') !== undefined;
  return isSocket && kernel?.major === 5 && kernel.minor === 10 ? oldSocketMsize : maxMsize;
}

/** What one message asks for: on older kernels msize whatever it says, twice; since 6.1 what its kind can take. */
function messageNeed(facts: WorkloadFacts): Need {
  const { kernel, options, pageSize } = facts;
  const { msize, transport, isMounted } = mountOf(facts);
  if (msize < minMsize)
    throw new UsageError(`--size ${msize}: expected an msize of at least ${minMsize} bytes`);
  const max = maxMsizeOf(transport, facts);
  const notes: string[] = [];
  if (msize > max) notes.push(`the transport lowers an msize of ${msize} to ${max}`);
  const bytes = Math.min(max, msize);
  if (transport !== null)
    notes.push(
      isMounted
        ? `a 9p mount of this machine says trans=${transport}`
        : 'this machine has a virtio device for 9p: a mount over virtio is assumed',
    );
  const common = { workload: '9p', what: 'the buffer of one message', notes };
  // The cache has objects of msize; SLUB falls back to slabs of one object.
  const block = (size: number, count: number, unverified: string | null): Need =>
    contiguousNeed(facts, {
      ...common,
      bytes: size,
      order: getOrder(size, pageSize),
      gfp: ['GFP_NOFS', '__GFP_COMP'],
      count,
      unverified,
    });
  const range = options.size === undefined ? unreadDefault(facts) : null;
  if (!atLeast(kernel, 6, 1)) return block(bytes, 2, range);
  if (transport === 'virtio') {
    notes.push(
      'over virtio, reads, writes and directories are transferred without a copy: msize is not asked for',
    );
    return block(smallMessageBytes, 2, null);
  }
  if (transport === null)
    notes.push(
      'a mount over fd, tcp or unix is assumed; over virtio no message takes more than 8 KiB on this kernel',
    );
  const isSocket = transport === null || ['fd', 'tcp', 'unix'].includes(transport);
  if (atLeast(kernel, 7, 2) && isSocket) return vmallocNeed(facts, { ...common, bytes, gfp: ['GFP_NOFS'] });
  return block(bytes, 1, range);
}

/** Kernels around a change of the default that were not read. */
function unreadDefault({ kernel }: WorkloadFacts): string | null {
  const around15 = atLeast(kernel, 5, 11) && !atLeast(kernel, 6, 1);
  const around63 = atLeast(kernel, 6, 2) && !atLeast(kernel, 6, 12);
  if (!around15 && !around63) return null;
  return 'the default msize is taken to have grown in 5.15 (128 KiB) and 6.3 (24 bytes more); only 6.1 and 6.12 were read';
}

export const nineP: Workload = {
  name: '9p',
  summary: 'a 9p mount (QEMU and Kata shares, minikube mount, /mnt/c of WSL2): the buffer of a message',
  options: { size: "the mount's msize; default that of a 9p mount here, else this kernel's" },
  formula: [
    'get_order(msize): 8 KiB before 5.15, 128 KiB, from 6.3 on 128 KiB + 24 bytes (order 6); WSL mounts with 64 KiB (order 4), virtio takes 500 KiB at most (order 7)',
    'before 6.1 twice for every message; since then once for reads, writes and directories, and over virtio not at all',
    'single pages for fd, tcp and unix from 7.2 on',
  ],
  failure: [
    'mount: /mnt: cannot allocate memory',
    'ls: reading directory: Cannot allocate memory',
    'page allocation failure: order:4, mode:0x40c40(GFP_NOFS|__GFP_COMP) … p9_fcall_init … p9_client_readdir',
  ],
  helps: [
    'a smaller msize in the mount options: msize=32768 needs order 3, which the kernel does not refuse',
    'compaction before the mount',
    'virtiofs in place of 9p',
  ],
  source: [
    'net/9p/client.c p9_fcall_init',
    'net/9p/protocol.c p9_msg_buf_size',
    'https://github.com/microsoft/WSL/issues/40795',
  ],
  evidence: [
    {
      says: 'a message of msize comes from a slab cache with objects of that size, GFP_NOFS, with no fallback',
      how: 'source',
      where: 'net/9p/client.c p9_fcall_init of 6.1.192 and 6.12.117',
    },
    {
      says: 'the default is 128 KiB in 6.1, and 24 bytes more in 6.12',
      how: 'source',
      where: 'net/9p/client.c DEFAULT_MSIZE of 6.1.192 and 6.12.117',
    },
    { says: 'the default was 8 KiB', how: 'source', where: 'net/9p/client.c of a 4.19 tree' },
    {
      says: 'it grew in 5.15, and by the header in 6.3',
      how: 'memory',
      where: 'commits 9c4d94dc9a64, 1effdbf94a54',
    },
    {
      says: 'messages are sized by their kind, and virtio transfers reads, writes and directories without a copy',
      how: 'source',
      where: 'net/9p/protocol.c p9_msg_buf_size, net/9p/client.c p9_client_zc_rpc of 6.1.192 and 6.12.117',
    },
    {
      says: 'a mount over a socket gets 64 KiB at most on 5.10',
      how: 'trace',
      where: 'Debian kernel 5.10.262',
    },
    {
      says: 'a share that the hypervisor offers is a virtio device of type 9',
      how: 'source',
      where: 'include/uapi/linux/virtio_ids.h VIRTIO_ID_9P',
    },
    {
      says: 'fd, tcp and unix fall back to single pages from 7.2 on',
      how: 'source',
      where: 'net/9p/client.c of 7.2.13 and 7.3.4',
    },
    {
      says: 'order 4 with GFP_NOFS|__GFP_COMP fails in p9_client_readdir on WSL2',
      how: 'log',
      where: 'microsoft/WSL#40795 (6.18.33)',
    },
  ],
  needs: (facts) => [messageNeed(facts)],
};
