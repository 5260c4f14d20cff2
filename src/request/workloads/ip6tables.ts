import { iptablesNeed } from './iptables-need.ts';
import { iptables } from './iptables.ts';
import type { Workload } from './workload.ts';

export const ip6tables: Workload = {
  ...iptables,
  name: 'ip6tables',
  summary:
    'ip6tables changing a rule, as it is installed here: on x_tables, where that replaces the whole table, or on nf_tables',
  families: ['ipv6'],
  failure: ['ip6tables: Memory allocation problem.', 'ip6tables-restore: line N failed'],
  needs: (facts) => [iptablesNeed(facts, 'ip6tables', 'ipv6')],
};
