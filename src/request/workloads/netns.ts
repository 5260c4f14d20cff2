import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import { slabSize } from './struct-size.ts';
import type { Workload } from './workload.ts';

/** The largest table of sysctls that a namespace copies (ipv4: up to 125 entries of 64 bytes). */
const sysctlBytes = 8000;

export function netnsNeeds(facts: WorkloadFacts, workload: string): Need[] {
  const gfp = ['GFP_KERNEL', '__GFP_ZERO'];
  const needs = [
    contiguousNeed(facts, {
      workload,
      what: 'struct net, from its slab cache',
      ...slabSize(facts, 'net_namespace', 'net'),
      gfp,
    }),
    contiguousNeed(facts, {
      workload,
      what: 'a copy of the largest sysctl table',
      bytes: sysctlBytes,
      gfp: ['GFP_KERNEL'],
    }),
  ];
  const fault = facts.fault('memcg-cache-array');
  if (fault.assumed) needs.push(cacheArrayNeed(facts, workload));
  return needs;
}

/** alloc_cache_id() makes room for twice the cgroup ids in use, at least 4; a pointer each. */
function cacheArrayNeed(facts: WorkloadFacts, workload: string): Need {
  const row = /^memory\s+\d+\s+(\d{1,7})\s/m.exec(facts.readings.text('proc/cgroups') ?? '');
  const cgroups = row ? Number(row[1]) : null;
  const told =
    cgroups === null
      ? 'no count of memory cgroups was read, 64 are assumed'
      : `/proc/cgroups counts ${cgroups} memory cgroups`;
  return contiguousNeed(facts, {
    workload,
    what: "the array over all memory cgroups of the namespace's conntrack cache",
    bytes: 16 * Math.max(2, cgroups ?? 64),
    gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
    fault: facts.fault('memcg-cache-array'),
    unverified: `${told}; dead ones that still hold an id make the array larger`,
  });
}

export const netns: Workload = {
  name: 'netns',
  summary: 'a new network namespace (ip netns add, unshare -n, every container)',
  options: {},
  formula: ['struct net from its slab cache, and a copy of the largest sysctl table (8,000 bytes)'],
  failure: [
    'unshare failed: Cannot allocate memory',
    'nf_conntrack_init_net: page allocation failure: order:6 (RHEL 7)',
  ],
  helps: [
    'memory at all: blocks this small fail only when the machine is out of it',
    'on RHEL 7, a reboot where cgroups have leaked',
  ],
  source: ['net/core/net_namespace.c copy_net_ns', '/sys/kernel/slab/net_namespace, /sys/kernel/btf/vmlinux'],
  evidence: [
    { says: 'struct net has 4,288 to 4,864 bytes', how: 'types', where: 'Debian kernels 6.1.192 to 7.3.4' },
    {
      says: 'the largest sysctl table is that of ipv4, 125 entries of 64 bytes',
      how: 'memory',
      where: 'net/ipv4',
    },
    { says: 'on RHEL 7 an array over all memory cgroups, order 6', how: 'log', where: '3.10.0-1160' },
  ],
  needs: (facts) => netnsNeeds(facts, 'netns'),
};
