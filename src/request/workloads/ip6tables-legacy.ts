import { ip6tables } from './ip6tables.ts';
import { legacyNeed } from './iptables-need.ts';
import type { Workload } from './workload.ts';

export const ip6tablesLegacy: Workload = {
  ...ip6tables,
  name: 'ip6tables-legacy',
  summary: 'ip6tables-legacy changing a rule, which replaces the whole table',
  needs: (facts) => [legacyNeed(facts, 'ip6tables-legacy', 'ipv6')],
};
