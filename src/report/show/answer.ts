import type { KernelAnswer } from '../../guard/advice.ts';
import type { CheckAnswer } from '../../guard/answer.ts';
import type { WorkloadOutlook } from '../../guard/room-history.ts';
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
  /** what was seen before, the oldest first and this moment last; absent where there was one look alone */
  history?: readonly Moment[];
}

/** What one look saw, for a history. */
export interface Moment {
  /** milliseconds since the epoch */
  at: number;
  /** free pages by order, in the zones that GFP_KERNEL may use */
  freePages: readonly number[];
  /** the largest order that GFP_KERNEL would get; null for none */
  kernelOrder: number | null;
}

/** A workload and the answer to it. */
export interface ShownWorkload {
  name: string;
  answer: CheckAnswer;
  /** null where nothing can be said */
  outlook: WorkloadOutlook | null;
}
