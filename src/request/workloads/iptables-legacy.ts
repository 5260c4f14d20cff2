import { legacyNeed } from './iptables-need.ts';
import { iptables } from './iptables.ts';
import type { Workload } from './workload.ts';

export const iptablesLegacy: Workload = {
  ...iptables,
  name: 'iptables-legacy',
  summary: 'iptables-legacy changing a rule, which replaces the whole table',
  needs: (facts) => [legacyNeed(facts, 'iptables-legacy', 'ipv4')],
};
