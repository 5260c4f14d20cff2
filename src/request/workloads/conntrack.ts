import type { KernelRelease } from '../../kernel/release.ts';
import { atLeast } from '../../kernel/version.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const slotBytes = 8;
const gibibyte = 2 ** 30;

/** nf_conntrack_init_start(): slots by memory. The larger table is in 6.12; the version it came with was not read. */
function defaultSlots(kernel: KernelRelease | null, memTotalBytes: number): number {
  const [above4, above1] = atLeast(kernel, 5, 12) ? [262_144, 65_536] : [65_536, 16_384];
  if (memTotalBytes > 4 * gibibyte) return above4;
  if (memTotalBytes > gibibyte) return above1;
  return Math.max(32, Math.floor(memTotalBytes / 16_384 / slotBytes));
}

export const conntrack: Workload = {
  name: 'conntrack',
  summary: 'loading nf_conntrack, which makes its hash table (on RHEL 7 once for each network namespace)',
  options: { count: 'slots of the hash table (nf_conntrack.hashsize)' },
  formula: [
    '8 bytes a slot, in single pages: 262,144 slots above 4 GiB of memory, 65,536 above 1 GiB; a quarter of that in older kernels',
  ],
  failure: [
    'nf_conntrack: falling back to vmalloc. (harmless)',
    'modprobe: ERROR: could not insert nf_conntrack: Cannot allocate memory',
  ],
  helps: ['memory at all: the table falls back to single pages', 'a smaller nf_conntrack.hashsize'],
  source: ['net/netfilter/nf_conntrack_core.c nf_ct_alloc_hashtable'],
  evidence: [
    {
      says: 'the slots of a current kernel',
      how: 'source',
      where: 'net/netfilter/nf_conntrack_core.c of 6.1.192 and 6.12.117',
    },
    { says: '65,536 slots in older kernels', how: 'memory', where: 'net/netfilter/nf_conntrack_core.c' },
  ],
  needs: (facts) => {
    const { options, kernel, readings } = facts;
    const notes: string[] = [];
    const memory = readings.memTotalBytes();
    if (memory === null && options.count === undefined)
      notes.push('more than 4 GiB of memory are assumed: MemTotal was not read');
    const slots = options.count ?? defaultSlots(kernel, memory ?? Infinity);
    const between = atLeast(kernel, 5, 12) && !atLeast(kernel, 6, 12);
    return [
      vmallocNeed(facts, {
        workload: 'conntrack',
        what: 'the connection tracking hash table',
        bytes: slots * slotBytes,
        gfp: ['GFP_KERNEL', '__GFP_ZERO'],
        notes,
        unverified:
          between && options.count === undefined
            ? 'the table of 6.12 is taken, up to four times that of 5.11: in which version it grew was not read'
            : null,
      }),
    ];
  },
};
