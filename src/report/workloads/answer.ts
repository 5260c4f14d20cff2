import type { WorkloadRow } from '../../request/workloads/list.ts';
import type { KernelAnswer } from '../../guard/advice.ts';

/** What a report of the catalogue, or of one of its workloads, says of the machine. */
interface OfMachine {
  kernel: KernelAnswer;
  /** what was assumed about the machine */
  notes: readonly string[];
}

/** Everything that a report of the catalogue may print. */
export interface WorkloadsAnswer extends OfMachine {
  rows: readonly WorkloadRow[];
}

/** Everything that a report of one workload may print. */
export interface WorkloadAnswer extends OfMachine {
  row: WorkloadRow;
}
