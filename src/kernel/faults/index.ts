import type { KernelRelease } from '../release.ts';
import { decideFault } from './decide-fault.ts';
import type { FaultName, FaultStatus } from './fault-status.ts';
import type { FaultTable } from './fault-table.ts';
import { ioUringRings } from './io-uring-rings.ts';
import { kernelStack } from './kernel-stack.ts';
import { kvmStruct } from './kvm-struct.ts';
import { memcgCacheArray } from './memcg-cache-array.ts';
import { nvmeHead } from './nvme-head.ts';
import { vethQueues } from './veth-queues.ts';
import { vmallocSilent } from './vmalloc-silent.ts';
import { xtablesNoRetry } from './xtables-noretry.ts';
import { xtablesPerCpu } from './xtables-per-cpu.ts';

/** Every behaviour that is known; some tables depend on the kernel's architecture. */
export const faultTables: Readonly<Record<FaultName, (kernel: KernelRelease | null) => FaultTable>> = {
  'xtables-noretry': () => xtablesNoRetry,
  'xtables-per-cpu': () => xtablesPerCpu,
  'veth-queues': () => vethQueues,
  'vmalloc-silent': () => vmallocSilent,
  'kvm-struct': () => kvmStruct,
  'io-uring-rings': () => ioUringRings,
  'kernel-stack': kernelStack,
  'nvme-head': () => nvmeHead,
  'memcg-cache-array': () => memcgCacheArray,
};

/** What is known of one behaviour on this kernel. */
export function findFault(fault: FaultName, kernel: KernelRelease | null): FaultStatus {
  return decideFault(faultTables[fault](kernel), kernel);
}
