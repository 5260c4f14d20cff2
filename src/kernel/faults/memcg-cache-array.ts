import type { FaultTable } from './fault-table.ts';

/** memcg_register_cache(), mm/memcontrol.c of RHEL 7, called for the conntrack cache of every new network namespace. */
export const memcgCacheArray: FaultTable = {
  name: 'memcg-cache-array',
  says: 'a new network namespace asks for a pointer for each memory cgroup that ever was, in one contiguous block',
  relief: 'a namespace then needs no such block',
  source: 'the conntrack cache is one for all namespaces in later kernels',
  // prettier-ignore
  upstream: [
    { from: '3.8.0', before: '4.7.0-0', fixedIn: '4.18', confidence: 'unverified',
      source: 'logs of order 6 in nf_conntrack_init_net on 3.10.0-514 and 3.10.0-1160.49.1' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'rhel', upstream: { line: [3, 10] }, fixedIn: '4.18', verifiedFrom: 514,
      source: 'logs of order 6 in nf_conntrack_init_net on 3.10.0-514 and 3.10.0-1160.49.1', note: 'only where kernel memory is accounted to cgroups' },
  ],
};
