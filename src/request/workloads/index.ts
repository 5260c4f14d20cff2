import { UsageError } from '../../errors.ts';
import { quote } from '../../text/escape.ts';
import { bpfMap } from './bpf-map.ts';
import { bpfProgram } from './bpf-program.ts';
import { conntrack } from './conntrack.ts';
import { container } from './container.ts';
import { fork } from './fork.ts';
import { hugepage } from './hugepage.ts';
import { hugepages } from './hugepages.ts';
import { ioUring } from './io-uring.ts';
import { ip6tablesLegacy } from './ip6tables-legacy.ts';
import { ip6tablesNft } from './ip6tables-nft.ts';
import { ip6tables } from './ip6tables.ts';
import { ipset } from './ipset.ts';
import { iptablesLegacy } from './iptables-legacy.ts';
import { iptablesNft } from './iptables-nft.ts';
import { iptables } from './iptables.ts';
import { jumboFrame } from './jumbo-frame.ts';
import { kernelStack } from './kernel-stack.ts';
import { kvm } from './kvm.ts';
import { netns } from './netns.ts';
import { nicUp } from './nic-up.ts';
import { nineP } from './nine-p.ts';
import { nft } from './nft.ts';
import { nvme } from './nvme.ts';
import { perf } from './perf.ts';
import { seccomp } from './seccomp.ts';
import { veth } from './veth.ts';
import { vmbus } from './vmbus.ts';
import { vsock } from './vsock.ts';
import { meantWorkload } from './other-names.ts';
import type { Workload } from './workload.ts';

/** The catalogue, in the order that `workloads` lists it. A new workload is a file and a line here. */
export const workloads: readonly Workload[] = [
  iptables,
  ip6tables,
  iptablesLegacy,
  ip6tablesLegacy,
  iptablesNft,
  ip6tablesNft,
  nft,
  ipset,
  conntrack,
  veth,
  netns,
  container,
  kvm,
  ioUring,
  nvme,
  hugepage,
  hugepages,
  seccomp,
  bpfProgram,
  bpfMap,
  fork,
  kernelStack,
  jumboFrame,
  vmbus,
  nineP,
  perf,
  vsock,
  nicUp,
];

/** @throws UsageError that lists the names */
export function findWorkload(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found) return found;
  const names = workloads.map((workload) => workload.name);
  throw new UsageError(
    `--for ${quote(name)}: no such workload${meantWorkload(name, names)}: expected one of ${names.join(', ')}`,
  );
}
