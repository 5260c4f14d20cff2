import type { FaultName, FaultStatus } from '../../kernel/faults/fault-status.ts';
import { findFault } from '../../kernel/faults/index.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import type { WorkloadOptions } from './options.ts';
import type { WorkloadReadings } from './readings.ts';

/** Everything that a workload may know: values, and readings that are made only when it asks. */
export interface WorkloadFacts {
  /** null where the release is not known: a current kernel is assumed */
  kernel: KernelRelease | null;
  /** bytes */
  pageSize: number;
  options: WorkloadOptions;
  /** the NUMA node that is asked, where the user names one */
  node?: number | undefined;
  readings: WorkloadReadings;
  /** what is known of a fault on this kernel */
  fault(name: FaultName): FaultStatus;
}

export function workloadFacts(
  kernel: KernelRelease | null,
  pageSize: number,
  options: WorkloadOptions,
  readings: WorkloadReadings,
  node?: number,
): WorkloadFacts {
  return { kernel, pageSize, options, node, readings, fault: (name) => findFault(name, kernel) };
}
