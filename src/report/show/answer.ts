import type { KernelAnswer } from '../../guard/advice.ts';
import type { CheckAnswer } from '../../guard/answer.ts';
import type { WorkloadOutlook } from '../../guard/room-history.ts';
import type { ZoneMemory } from '../../guard/zone-memory.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { Verdict } from '../../predict/prediction.ts';

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
  /** what a kernel log tells of the time of a record; absent where none was read */
  log?: ShownLog;
}

/** The failures that a kernel log tells within the time of a record. */
export interface ShownLog {
  /** of the log, for people */
  name: string;
  /** the earliest first */
  marks: readonly Mark[];
  /** what was assumed of its times, and what of it is not shown, one sentence each */
  notes: readonly string[];
}

/** A failure within the time of a record. */
export interface Mark {
  /** milliseconds since the epoch */
  at: number;
  failure: Failure;
  /** how often it was reported before the next sample */
  count: number;
  /** null where nothing was recorded then */
  before: Before | null;
}

/** What a record tells of the moment of a failure, by its last sample before that. */
export interface Before {
  /** of the sample, milliseconds since the epoch */
  at: number;
  /** what a check of what failed would have said; null where none could have told */
  said: { verdict: Verdict; likelihood: number } | null;
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
