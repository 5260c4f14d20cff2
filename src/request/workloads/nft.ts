import { batchNeed } from './iptables-nft.ts';
import type { Workload } from './workload.ts';

export const nft: Workload = {
  name: 'nft',
  summary: 'nft loading a rule set',
  options: { rules: 'rules in one batch' },
  failure: ['Error: Could not process rule: Cannot allocate memory'],
  helps: ['memory at all, and room in the cgroup of the caller: free blocks do not matter'],
  source: ['net/netfilter/nf_tables_api.c', 'net/netfilter/nft_set_pipapo.c'],
  needs: (facts) => [batchNeed(facts, 'nft', 256)],
};
