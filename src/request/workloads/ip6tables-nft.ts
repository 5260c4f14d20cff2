import { batchNeed, iptablesNft, ruleCost } from './iptables-nft.ts';
import type { Workload } from './workload.ts';

export const ip6tablesNft: Workload = {
  ...iptablesNft,
  name: 'ip6tables-nft',
  summary: 'ip6tables on top of nf_tables, which adds single rules and replaces no table',
  failure: ['ip6tables-restore v1.8.9 (nf_tables): Could not process rule: Cannot allocate memory'],
  needs: (facts) => [batchNeed(facts, 'ip6tables-nft', ruleCost)],
};
