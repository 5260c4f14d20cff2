import { iptablesNeed } from './iptables-need.ts';
import { iptables } from './iptables.ts';
import type { Workload } from './workload.ts';

export const ip6tables: Workload = {
  ...iptables,
  name: 'ip6tables',
  summary:
    'ip6tables changing a rule, as it is installed here: on x_tables, where that replaces the whole table, or on nf_tables',
  families: ['ipv6'],
  formula: [
    'the entries of the largest table and 64 bytes: 208 bytes a plain rule, in single pages; copies as for iptables',
  ],
  failure: ['ip6tables: Memory allocation problem.', 'ip6tables-restore: line N failed'],
  evidence: [
    {
      says: 'a rule is 56 bytes larger than with iptables',
      how: 'measured',
      where: 'ip6tables-legacy 1.8.9 on 6.18',
    },
    {
      says: 'the kernels that the fault names ask with __GFP_NORETRY',
      how: 'source',
      where:
        'net/netfilter/x_tables.c xt_alloc_table_info of the stable trees, changelogs of the distributions',
    },
  ],
  needs: (facts) => [iptablesNeed(facts, 'ip6tables', 'ipv6')],
};
