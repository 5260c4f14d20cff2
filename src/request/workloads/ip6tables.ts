import { iptables } from './iptables.ts';
import type { Workload } from './workload.ts';
import { tableNeed } from './x-tables.ts';

export const ip6tables: Workload = {
  ...iptables,
  name: 'ip6tables',
  summary: 'ip6tables-legacy changing a rule, which replaces the whole table',
  families: ['ipv6'],
  failure: ['ip6tables: Memory allocation problem.', 'ip6tables-restore: line N failed'],
  needs: (facts) => [tableNeed(facts, 'ip6tables', 'ipv6')],
};
