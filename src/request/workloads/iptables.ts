import { iptablesNeed } from './iptables-need.ts';
import type { Workload } from './workload.ts';

export const iptables: Workload = {
  name: 'iptables',
  summary:
    'iptables changing a rule, as it is installed here: on x_tables, where that replaces the whole table, or on nf_tables',
  options: {
    rules: 'plain rules in the largest table',
    rulesFile: 'iptables-save text; the largest table decides',
    cpus: 'possible CPUs',
  },
  families: ['ipv4'],
  failure: [
    'iptables: Memory allocation problem.',
    'iptables-restore: line N failed',
    'vmalloc: allocation failure, allocated 0 of 331776 bytes, mode:0x14010c0(GFP_KERNEL|__GFP_NORETRY)',
  ],
  helps: [
    'a kernel without __GFP_NORETRY in x_tables: 4.19 and later, or the fixed build of the distribution',
    'more free pages above the watermarks: vm.min_free_kbytes raised in good time, clean cache dropped before the step',
    'fewer rules: every change rewrites the table (ipset for long lists)',
  ],
  source: [
    'net/netfilter/x_tables.c xt_alloc_table_info',
    'https://github.com/concourse/concourse/issues/3127',
  ],
  needs: (facts) => [iptablesNeed(facts, 'iptables', 'ipv4')],
};
