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
  formula: [
    'the entries of the largest table and 64 bytes: 152 bytes a plain rule, in single pages',
    'before 4.2 as many copies as there are possible CPUs; on the kernels with __GFP_NORETRY three times the table and 200 pages for the program',
  ],
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
  evidence: [
    {
      says: 'every change replaces the table: one request of its entries and 64 bytes',
      how: 'measured',
      where: 'strace of iptables-legacy 1.8.9 on 6.18, exact to the byte',
    },
    {
      says: 'the kernels that the fault names ask with __GFP_NORETRY',
      how: 'source',
      where:
        'net/netfilter/x_tables.c xt_alloc_table_info of the stable trees, changelogs of the distributions',
    },
    {
      says: 'the whole of a replace takes three times the table and 200 pages',
      how: 'measured',
      where: '4.16, 2,356 replaces near the watermarks',
    },
    {
      says: 'the failure shows these flags and this size',
      how: 'log',
      where: 'concourse/concourse#3127 (4.15.0-1044-aws)',
    },
  ],
  needs: (facts) => [iptablesNeed(facts, 'iptables', 'ipv4')],
};
