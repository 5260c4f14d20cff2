import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { iptablesNeed } from './iptables-need.ts';
import { contiguousNeed } from './make-need.ts';
import { netnsNeeds } from './netns.ts';
import { containerFilterNeeds } from './seccomp.ts';
import { structSize } from './struct-size.ts';
import { vethNeeds } from './veth.ts';
import type { Workload } from './workload.ts';

/** mem_cgroup_alloc(): what the runtime's mkdir makes; an array of pointers, one for each node, is a few bytes more. */
function cgroupNeed(facts: WorkloadFacts): Need {
  return contiguousNeed(facts, {
    workload: 'container',
    what: 'struct mem_cgroup of its cgroup',
    ...structSize(facts, 'mem_cgroup'),
    gfp: ['GFP_KERNEL', '__GFP_ZERO'],
  });
}

export const container: Workload = {
  name: 'container',
  summary:
    'creating a container with its network: veth pair, namespace, iptables, cgroup, seccomp; the worst of them decides',
  options: {
    cpus: 'possible CPUs',
    rules: 'plain rules in the largest table',
    rulesFile: 'iptables-save text',
  },
  families: ['ipv4'],
  formula: [
    'the needs of veth, netns and iptables, and struct mem_cgroup of its cgroup; room for the machine code of a seccomp filter',
  ],
  failure: [
    'failed to create endpoint on network bridge: cannot allocate memory',
    'iptables failed: Memory allocation problem.',
    'mkdir /sys/fs/cgroup/memory/…: cannot allocate memory (leaked cgroup ids, not memory)',
  ],
  helps: ['what helps the need that decided: see veth, netns, iptables and seccomp'],
  source: ['veth, netns, iptables and seccomp of this catalogue'],
  evidence: [
    {
      says: 'struct mem_cgroup has 1,536 to 2,816 bytes',
      how: 'types',
      where: 'Debian kernels 5.10.262 to 7.3.4',
    },
  ],
  needs: (facts) => [
    ...vethNeeds(facts, 'container'),
    ...netnsNeeds(facts, 'container'),
    iptablesNeed(facts, 'container', 'ipv4'),
    cgroupNeed(facts),
    ...containerFilterNeeds(facts),
  ],
};
