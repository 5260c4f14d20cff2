// Named workloads, and all that is known of kernels: loaded only where an answer rests on it.
import type { Need } from '../request/need.ts';
import type { Machine } from '../machine/machine.ts';
import { findWorkload, workloads } from '../request/workloads/index.ts';
import { needsFor } from './needs-for.ts';
import type { Asked } from '../options/settings.ts';

export { adviceFor, kernelAnswer } from './advice.ts';
export { workloadsReport } from './list-workloads.ts';

/**
 * What a named workload needs on this machine's kernel; none where the kernel does not have it.
 * @throws UsageError, UnreadableError, MalformedError for the name and the workload's options
 */
export async function workloadNeeds(name: string, asked: Asked, machine: Machine): Promise<Need[]> {
  return needsFor(findWorkload(name), asked, machine);
}

/** What `--for` takes. */
export function workloadNames(): string[] {
  return workloads.map(({ name }) => name);
}
