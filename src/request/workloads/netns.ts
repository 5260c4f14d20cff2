import { contiguousNeed } from './needs.ts';
import type { Workload, WorkloadContext, WorkloadNeed } from './workload.ts';

/** struct net of one 6.18 build; smaller in earlier kernels, and under 8 KiB in all that were seen. */
const namespaceBytes = 4288;
/** The largest table of sysctls that a namespace copies (ipv4: up to 125 entries of 64 bytes). */
const sysctlBytes = 8000;

export function netnsNeeds(context: WorkloadContext, workload: string): WorkloadNeed[] {
  const slab = context.readings.slab('net_namespace', context.pageSize);
  const gfp = ['GFP_KERNEL', '__GFP_ZERO'];
  const needs = [
    contiguousNeed(context, {
      workload,
      what: 'struct net, from its slab cache',
      bytes: slab?.objectBytes ?? namespaceBytes,
      ...(slab ? { order: slab.leastOrder } : {}),
      gfp,
      unverified: slab
        ? null
        : `struct net is taken for ${namespaceBytes} bytes, as in one 6.18 build: /sys/kernel/slab/net_namespace was not read`,
    }),
    contiguousNeed(context, {
      workload,
      what: 'a copy of the largest sysctl table',
      bytes: sysctlBytes,
      gfp: ['GFP_KERNEL'],
    }),
  ];
  const fault = context.finding('memcg-cache-array');
  if (fault.assumed) needs.push(cacheArrayNeed(context, workload));
  return needs;
}

/** alloc_cache_id() makes room for twice the cgroup ids in use, at least 4; a pointer each. */
function cacheArrayNeed(context: WorkloadContext, workload: string): WorkloadNeed {
  const row = /^memory\s+\d+\s+(\d{1,7})\s/m.exec(context.readings.text('proc/cgroups') ?? '');
  const cgroups = row ? Number(row[1]) : null;
  const told =
    cgroups === null
      ? 'no count of memory cgroups was read, 64 are assumed'
      : `/proc/cgroups counts ${cgroups} memory cgroups`;
  return contiguousNeed(context, {
    workload,
    what: "the array over all memory cgroups of the namespace's conntrack cache",
    bytes: 16 * Math.max(2, cgroups ?? 64),
    gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
    fault: context.finding('memcg-cache-array'),
    unverified: `${told}; dead ones that still hold an id make the array larger`,
  });
}

export const netns: Workload = {
  name: 'netns',
  summary: 'a new network namespace (ip netns add, unshare -n, every container)',
  options: {},
  failure: [
    'unshare failed: Cannot allocate memory',
    'nf_conntrack_init_net: page allocation failure: order:6 (RHEL 7)',
  ],
  helps: [
    'memory at all: blocks this small fail only when the machine is out of it',
    'on RHEL 7, a reboot where cgroups have leaked',
  ],
  source: ['net/core/net_namespace.c copy_net_ns', '/sys/kernel/slab/net_namespace'],
  needs: (context) => netnsNeeds(context, 'netns'),
};
