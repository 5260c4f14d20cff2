import type { KernelAnswer } from '../../guard/advice.ts';
import type { CheckAnswer } from '../../guard/answer.ts';
import type { ZoneMemory } from '../../guard/zone-memory.ts';

/** Everything that a report of `show` may print. */
export interface ShowAnswer {
  /** when it was so, as Date.toISOString() writes it */
  taken: string;
  kernel: KernelAnswer;
  /** bytes */
  pageSize: number;
  zones: readonly ZoneMemory[];
  /** the workloads that were asked for */
  workloads: readonly ShownWorkload[];
  /** what was assumed or could not be read, one sentence each */
  notes: readonly string[];
}

/** A workload and the answer to it. */
export interface ShownWorkload {
  name: string;
  answer: CheckAnswer;
}
