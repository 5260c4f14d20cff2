import { findFault } from '../../kernel/faults/index.ts';
import type { FaultName, FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import type { Readings } from '../../machine/workload-readings.ts';
import type {
  Workload,
  WorkloadContext,
  WorkloadNeed,
  WorkloadOptionName,
  WorkloadOptions,
} from './workload.ts';

/** A context that looks each fault up once. */
export function workloadContext(
  kernel: KernelRelease | null,
  pageSize: number,
  options: WorkloadOptions,
  readings: Readings,
): WorkloadContext {
  const known = new Map<FaultName, FaultStatus>();
  return {
    kernel,
    pageSize,
    options,
    readings,
    finding: (fault) => {
      const found = known.get(fault) ?? findFault(fault, kernel);
      known.set(fault, found);
      return found;
    },
  };
}

/** How the user writes each option. */
export const optionNames: Record<WorkloadOptionName, string> = {
  rules: '--rules',
  rulesFile: '--rules-file',
  cpus: '--cpus',
  size: '--size',
  count: '--count',
};

/**
 * The needs of one workload, with a note for each option that it does not heed.
 * @throws UsageError, UnreadableError, MalformedError as the workload
 */
export function needsOf(workload: Workload, context: WorkloadContext): WorkloadNeed[] {
  const unused = (Object.keys(optionNames) as WorkloadOptionName[])
    .filter((name) => context.options[name] !== undefined && workload.options[name] === undefined)
    .map((name) => `${optionNames[name]} means nothing to ${workload.name} and is not used`);
  return workload
    .needs(context)
    .map((need) => ({ ...need, request: { ...need.request, notes: [...need.request.notes, ...unused] } }));
}
