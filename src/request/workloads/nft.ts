import { batchNeed } from './iptables-nft.ts';
import type { Workload } from './workload.ts';

export const nft: Workload = {
  name: 'nft',
  summary: 'nft loading a rule set',
  options: { rules: 'rules in one batch' },
  formula: ['256 bytes a rule, in single pages: the netlink batch and the rules'],
  failure: ['Error: Could not process rule: Cannot allocate memory'],
  helps: ['memory at all, and room in the cgroup of the caller: free blocks do not matter'],
  source: ['net/netfilter/nf_tables_api.c', 'net/netfilter/nft_set_pipapo.c'],
  evidence: [
    {
      says: 'the batch is copied by kvmalloc, with single pages to fall back to',
      how: 'source',
      where: 'net/netlink/af_netlink.c',
    },
    { says: 'a rule takes 256 bytes', how: 'memory', where: 'an estimate' },
  ],
  needs: (facts) => [batchNeed(facts, 'nft', 256)],
};
