import { type FaultTable, findingFor } from './fault-table.ts';
import { ioUringRings } from './io-uring-rings.ts';
import { kernelStack } from './kernel-stack.ts';
import { kvmStruct } from './kvm-struct.ts';
import { memcgCacheArray } from './memcg-cache-array.ts';
import { nvmeHead } from './nvme-head.ts';
import { vethQueues } from './veth-queues.ts';
import { vmallocSilent } from './vmalloc-silent.ts';
import { xtablesNoRetry } from './xtables-noretry.ts';
import { xtablesPerCpu } from './xtables-per-cpu.ts';
import type { FaultName, Finding } from './finding.ts';
import type { KernelRelease } from '../release.ts';

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
