import type { WorkloadRow } from '../../request/workloads/list.ts';
import type { KernelAnswer } from '../../guard/advice.ts';

/** Everything that a report of the catalogue may print. */
export interface WorkloadsAnswer {
  kernel: KernelAnswer;
  rows: readonly WorkloadRow[];
  /** what was assumed about the machine */
  notes: readonly string[];
}
