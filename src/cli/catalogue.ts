// Every named workload. Loaded only where a check asks for one that is not x_tables'.
import type { Need } from '../guard/need.ts';
import type { Machine } from '../memory/machine.ts';
import { findWorkload, workloads } from '../request/workloads/index.ts';
import { needsFor } from './needs-for.ts';
import type { Asked } from './settings.ts';

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
