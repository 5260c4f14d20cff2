import { formatCount } from '../../text/units.ts';
import { atLeast } from '../../kernel/version.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** ipset's own default of maxelem. */
const assumedEntries = 65_536;
const bucketPointerBytes = 8;
const memberBytes = 32;

export const ipset: Workload = {
  name: 'ipset',
  summary: 'ipset growing a hash set to its number of entries',
  options: { count: 'entries of the set' },
  formula: ['8 bytes a bucket, a bucket for each entry rounded up to a power of two, and 32 bytes a member'],
  failure: ['ipset v7.17: Kernel error received: Cannot allocate memory'],
  helps: [
    'memory at all, and room in the cgroup of the caller: free blocks do not matter',
    'a hashsize and maxelem that fit the set',
  ],
  source: ['net/netfilter/ipset/ip_set_hash_gen.h htable_bits'],
  evidence: [
    {
      says: 'the table falls back to single pages',
      how: 'source',
      where: 'net/netfilter/ipset/ip_set_core.c ip_set_alloc',
    },
    {
      says: 'a bucket for each entry',
      how: 'memory',
      where: 'an estimate of net/netfilter/ipset/ip_set_hash_gen.h',
    },
  ],
  needs: (facts) => {
    const entries = facts.options.count ?? assumedEntries;
    const bytes = bucketPointerBytes * 2 ** Math.ceil(Math.log2(Math.max(64, entries)));
    return [
      vmallocNeed(facts, {
        workload: 'ipset',
        what: 'the hash table of the set',
        bytes,
        beside: [{ what: 'its members', pages: Math.ceil((entries * memberBytes) / facts.pageSize) }],
        gfp: [atLeast(facts.kernel, 5, 10) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL', '__GFP_ZERO'],
        notes:
          facts.options.count === undefined
            ? [`${formatCount(assumedEntries)} entries are assumed, the default of maxelem; --count sets it`]
            : [],
        unverified: 'a bucket for each entry, rounded up to a power of two',
      }),
    ];
  },
};
