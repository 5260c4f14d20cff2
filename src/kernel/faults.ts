import { type FaultTable, findingFor } from './fault-table.ts';
import { ioUringRings } from './faults/io-uring-rings.ts';
import { kernelStack } from './faults/kernel-stack.ts';
import { kvmStruct } from './faults/kvm-struct.ts';
import { memcgCacheArray } from './faults/memcg-cache-array.ts';
import { nvmeHead } from './faults/nvme-head.ts';
import { vethQueues } from './faults/veth-queues.ts';
import { vmallocSilent } from './faults/vmalloc-silent.ts';
import { xtablesNoRetry } from './faults/xtables-noretry.ts';
import { xtablesPerCpu } from './faults/xtables-per-cpu.ts';
import type { FaultName, Finding } from './finding.ts';
import type { KernelRelease } from './release.ts';

const tables: Record<FaultName, (kernel: KernelRelease | null) => FaultTable> = {
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
export function findFault(fault: FaultName, kernel: KernelRelease | null): Finding {
  return findingFor(tables[fault](kernel), kernel);
}

/** Every behaviour, in a fixed order. */
export function findFaults(kernel: KernelRelease | null): Finding[] {
  return (Object.keys(tables) as FaultName[]).map((fault) => findFault(fault, kernel));
}

/** Whether iptables' tables are to be judged by the rule of `vmalloc-noretry` on this kernel. */
export function carriesNoRetry(kernel: KernelRelease | null): boolean {
  return findFault('xtables-noretry', kernel).assumed;
}
