import type { KernelRelease } from '../../kernel/release.ts';
import { atLeast } from '../../kernel/version.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const slotBytes = 8;
const gibibyte = 2 ** 30;

/**
 * nf_conntrack_init_start(), net/netfilter/nf_conntrack_core.c: slots by memory. The larger table was posted on 2021-08-26
 * against 5.14-rc; it is in 5.15 and 6.1 (sources read), and 5.11 has the old one.
 */
function defaultSlots(hasLargerTable: boolean, memTotalBytes: number): number {
  const [above4, above1, min] = hasLargerTable ? [262_144, 65_536, 1024] : [65_536, 16_384, 32];
  if (memTotalBytes > 4 * gibibyte) return above4;
  if (memTotalBytes > gibibyte) return above1;
  return Math.max(min, Math.floor(memTotalBytes / 16_384 / slotBytes));
}

/** Why the larger table may be there although mainline did not have it yet; null where nothing speaks for it. */
function mayBeBackported(kernel: KernelRelease | null): string | null {
  if (atLeast(kernel, 5, 15)) return null;
  if (atLeast(kernel, 5, 12)) return 'whether the last updates of this line took it was not read';
  const isRhel = kernel?.distribution === 'rhel' && atLeast(kernel, 4, 18);
  return isRhel ? 'RHEL 8 takes networking from later kernels; whether it took this was not read' : null;
}

export const conntrack: Workload = {
  name: 'conntrack',
  summary: 'loading nf_conntrack, which makes its hash table (on RHEL 7 once for each network namespace)',
  options: { count: 'slots of the hash table (nf_conntrack.hashsize)' },
  formula: [
    '8 bytes a slot, in single pages: 262,144 slots above 4 GiB of memory, 65,536 above 1 GiB; 1,024 to 65,536 before 5.15',
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
    const doubt = mayBeBackported(kernel);
    const hasLargerTable = atLeast(kernel, 5, 15) || doubt !== null;
    const slots = options.count ?? defaultSlots(hasLargerTable, memory ?? Infinity);
    return [
      vmallocNeed(facts, {
        workload: 'conntrack',
        what: 'the connection tracking hash table',
        // nf_ct_alloc_hashtable() rounds up to whole pages.
        bytes: Math.ceil((slots * slotBytes) / facts.pageSize) * facts.pageSize,
        gfp: ['GFP_KERNEL', '__GFP_ZERO'],
        notes,
        unverified:
          doubt !== null && options.count === undefined
            ? `the table of 5.15 is taken, up to four times that of 5.11: ${doubt}`
            : null,
      }),
    ];
  },
};
