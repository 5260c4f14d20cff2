import { iptablesNeed } from './iptables-need.ts';
import { netnsNeeds } from './netns.ts';
import { vethNeeds } from './veth.ts';
import type { Workload } from './workload.ts';

export const container: Workload = {
  name: 'container',
  summary: 'creating a container with its network: veth pair, namespace, iptables; the worst of them decides',
  options: {
    cpus: 'possible CPUs',
    rules: 'plain rules in the largest table',
    rulesFile: 'iptables-save text',
  },
  families: ['ipv4'],
  failure: [
    'failed to create endpoint on network bridge: cannot allocate memory',
    'iptables failed: Memory allocation problem.',
    'mkdir /sys/fs/cgroup/memory/…: cannot allocate memory (leaked cgroup ids, not memory)',
  ],
  helps: ['what helps the need that decided: see veth, netns and iptables'],
  source: ['veth, netns and iptables of this catalogue'],
  needs: (facts) => [
    ...vethNeeds(facts, 'container'),
    ...netnsNeeds(facts, 'container'),
    iptablesNeed(facts, 'container', 'ipv4'),
  ],
};
