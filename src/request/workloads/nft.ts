import { batchNeed } from './iptables-nft.ts';
import type { Workload } from './workload.ts';

export const nft: Workload = {
  name: 'nft',
  summary: 'nft loading a rule set',
  options: { rules: 'rules in one batch' },
  formula: [
    '300 bytes a rule, in single pages, for the netlink batch; besides 300 pages and 1.75 a rule for the program and its rules in the kernel',
  ],
  failure: ['Error: Could not process rule: Cannot allocate memory'],
  helps: ['memory at all, and room in the cgroup of the caller: free blocks do not matter'],
  source: ['net/netfilter/nf_tables_api.c', 'net/netfilter/nft_set_pipapo.c'],
  evidence: [
    {
      says: 'the batch is copied by kvmalloc, with single pages to fall back to',
      how: 'source',
      where: 'net/netlink/af_netlink.c',
    },
    {
      says: 'a plain rule takes 285 bytes of the batch',
      how: 'measured',
      where: '400 rules in Debian kernels 5.10, 6.1, 6.12 and 7.3',
    },
  ],
  needs: (facts) => [batchNeed(facts, 'nft', { bytes: 300, pages: 1.75 })],
};
