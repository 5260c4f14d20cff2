import type { Verdict, ZonePrediction } from '../../predict/prediction.ts';
import type { FailureKind } from '../line/header.ts';

/** Why the kernel refused, as far as the report tells. */
export type FailureCause =
  /** enough free pages, but no free block of the order on a list that the request may use */
  | 'fragmentation'
  /** too few free pages above the mark */
  | 'watermark'
  /** the free pages are held back for requests that a higher zone cannot serve */
  | 'reserve'
  /** the only free blocks of the order are CMA or highatomic */
  | 'withheld-blocks'
  /** the caller forbade retries (__GFP_NORETRY), so one reclaim pass had to do */
  | 'no-retry'
  /** the caller could not wait for reclaim: interrupt, softirq, spinlock held */
  | 'atomic'
  | 'out-of-memory'
  /** a memory cgroup's limit, whatever the machine has free */
  | 'cgroup-limit'
  /** no memory cgroup could be made: their ids are used up */
  | 'cgroup-ids'
  /** no room in the vmalloc or module address space, whatever memory is free */
  | 'address-space'
  /** more than the machine has, or than its largest block */
  | 'too-large'
  /** no room in the per-CPU chunks */
  | 'percpu'
  | 'unknown';

/** Something other than free memory was lacking: no reading of memory shows it. */
export const withoutMemory: readonly FailureCause[] = [
  'address-space',
  'cgroup-ids',
  'cgroup-limit',
  'percpu',
];

/** One allocation failure of a log, explained. */
export interface Failure {
  /** of its first report's first line, from 1 */
  line: number;
  kind: FailureKind;
  comm: string | null;
  kernelRelease: string | null;
  /** the slab cache that could not grow; null for the other kinds, and where the log does not name it */
  cache: string | null;
  /** how long a stalled allocation had waited; null for the other kinds */
  waitedMilliseconds: number | null;
  /** of the contiguous block that was asked for; null for the vmalloc kinds, and where the log does not say */
  order: number | null;
  /**
   * as the kernel printed it (a vmalloc area counts its guard page); for a block of an order, its size; null where no
   * kernel has a block of that order
   */
  bytes: number | null;
  /** what the caller asked for; null where the kernel's text does not say */
  requestBytes: number | null;
  /** what a vmalloc had obtained when it failed; null where the text does not say */
  obtainedBytes: number | null;
  gfpMask: string | null;
  gfp: string[];
  /** the functions that asked, the allocator's own left out; innermost first */
  callers: string[];
  /** the report holds its zone and buddy lines, and each buddy line's own sum agrees */
  complete: boolean;
  /** what `check` would have said from the state in the report */
  verdict: Verdict;
  likelihood: number | null;
  cause: FailureCause;
  /** one or two plain sentences: why */
  reason: string;
  advice: string[];
  /** arguments of `buddyguard` that guard against it from now on; null where no reading of memory can */
  check: string[] | null;
  zones: ZonePrediction[];
  /** how often the same failure was reported, this one included */
  count: number;
  /** of the last report of the same failure */
  lastLine: number;
}
