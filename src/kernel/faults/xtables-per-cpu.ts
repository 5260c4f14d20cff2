import type { FaultTable } from './fault-table.ts';

/** xt_alloc_table_info() before 482cfc318559: vmalloc_node() once for each possible CPU. */
export const xtablesPerCpu: FaultTable = {
  name: 'xtables-per-cpu',
  says: 'iptables tables are copied once for each possible CPU',
  relief: 'iptables then needs one copy',
  source: 'x_tables.c of 4.4.262 and 4.9.45',
  // prettier-ignore
  upstream: [
    { from: '2.6.0', before: '4.2.0', fixedIn: '4.2', confidence: 'verified', source: 'x_tables.c of 3.10.49 and 4.1.5' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'rhel', upstream: { line: [3, 10] }, fixed: 514, fixedIn: '3.10.0-514', verifiedFrom: 514, source: 'x_tables.c of 3.10.0-514 to 3.10.0-1160' },
  ],
};
