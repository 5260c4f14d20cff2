import { parseCount } from '../../text/lines.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import { slabSize } from './struct-size.ts';
import type { Workload } from './workload.ts';

/** ipv4_sysctl_init_net(): one bit for each of 65,536 ports. Its copy of the sysctl table, up to 8,000 bytes, is no larger. */
const portBitmapBytes = 8192;

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
      what: 'the bitmap of reserved ports',
      bytes: portBitmapBytes,
      gfp: ['GFP_KERNEL', '__GFP_ZERO'],
    }),
  ];
  const fault = facts.fault('memcg-cache-array');
  if (fault.assumed) needs.push(cacheArrayNeed(facts, workload));
  return needs;
}

/** mm/memcontrol.c MEM_CGROUP_ID_MAX: there are no more ids than these. */
const maxCgroupIds = 65_535;

/** alloc_cache_id() makes room for twice the cgroup ids in use, from 4 to as many as there are; a pointer each. */
function cacheArrayNeed(facts: WorkloadFacts, workload: string): Need {
  const row = /^memory\s+\d+\s+(\d+)\s/m.exec(facts.readings.text('proc/cgroups') ?? '');
  const cgroups = parseCount(row?.[1] ?? '');
  const told =
    cgroups === null
      ? 'no count of memory cgroups was read, 64 are assumed'
      : `/proc/cgroups counts ${cgroups} memory cgroups`;
  return contiguousNeed(facts, {
    workload,
    what: "the array over all memory cgroups of the namespace's conntrack cache",
    bytes: 8 * Math.min(maxCgroupIds, 2 * Math.max(2, cgroups ?? 64)),
    gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
    fault: facts.fault('memcg-cache-array'),
    unverified: `${told}; dead ones that still hold an id make the array larger`,
  });
}

export const netns: Workload = {
  name: 'netns',
  summary: 'a new network namespace (ip netns add, unshare -n, every container)',
  options: {},
  formula: ['struct net from its slab cache, and a bitmap of 65,536 ports (8,192 bytes)'],
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
      says: 'the largest of the rest is the bitmap of reserved ports, 8,192 bytes',
      how: 'measured',
      where: 'traces of ipv4_sysctl_init_net in Debian kernels 5.10, 6.1, 6.12 and 7.3',
    },
    { says: 'on RHEL 7 an array over all memory cgroups, order 6', how: 'log', where: '3.10.0-1160' },
  ],
  needs: (facts) => netnsNeeds(facts, 'netns'),
};
