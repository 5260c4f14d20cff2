import type { Verdict } from '../../predict/prediction.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import type { FailureKind } from '../line/header.ts';
import type { Stamp } from '../line/stamp.ts';

/** Why the kernel refused, as far as the report shows. */
export type FailureCause =
  /** enough free pages, but no free block of the order on a list that the request may use */
  | 'fragmentation'
  /** too few free pages above the mark */
  | 'watermark'
  /** the free pages are held back for requests that cannot use a higher zone */
  | 'reserve'
  /** the only free blocks of the order are CMA or highatomic */
  | 'withheld-blocks'
  /** the caller ruled out retries (__GFP_NORETRY), so one reclaim pass had to be enough */
  | 'no-retry'
  /** the caller could not wait for reclaim: interrupt, softirq, spinlock held */
  | 'atomic'
  | 'out-of-memory'
  /** a memory cgroup's limit, whatever the machine has free */
  | 'cgroup-limit'
  /** no memory cgroup could be created: the ids are used up */
  | 'cgroup-ids'
  /** no room in the vmalloc or module address space, whatever memory is free */
  | 'address-space'
  /** more than the machine has, or than its largest block */
  | 'too-large'
  /** the machine has no memory in the zones that the request may use */
  | 'zone-absent'
  /** no room in the per-CPU chunks */
  | 'percpu'
  | 'unknown';

/** Something other than free memory ran out: no reading of memory shows it. */
export const withoutMemory: readonly FailureCause[] = [
  'address-space',
  'cgroup-ids',
  'cgroup-limit',
  'percpu',
];

/** One allocation failure of a log, explained. */
export interface Failure {
  /** number of the first line of its first report, from 1 */
  line: number;
  /** when that line was printed; null if nothing before it says so */
  time: Stamp | null;
  kind: FailureKind;
  comm: string | null;
  kernelRelease: string | null;
  /** the slab cache that could not grow; null for the other kinds, and if the log does not name it */
  cache: string | null;
  /** how long a stalled allocation had waited; null for the other kinds */
  waitedMilliseconds: number | null;
  /** of the contiguous block that was asked for; null for the vmalloc kinds, and if the log does not say */
  order: number | null;
  /**
   * as the kernel printed it (a vmalloc area counts its guard page); for a block of an order, its size; null if no
   * kernel has a block of that order
   */
  bytes: number | null;
  /** what the caller asked for; null if the kernel's text does not say */
  requestBytes: number | null;
  /** what a vmalloc had obtained when it failed; null if the text does not say */
  obtainedBytes: number | null;
  gfpMask: string | null;
  gfp: string[];
  /** the functions that asked, without the allocator's own; innermost first */
  callers: string[];
  /** the report has its zone and buddy lines, and each buddy line agrees with its own sum */
  complete: boolean;
  /** what `check` would have said from the state in the report */
  verdict: Verdict;
  likelihood: number | null;
  cause: FailureCause;
  /** one or two plain sentences: why */
  reason: string;
  advice: string[];
  /** arguments of `buddyguard` that guard against it from now on; null if no reading of memory can */
  check: string[] | null;
  zones: ZonePrediction[];
  /** how often the same failure was reported, this one included */
  count: number;
  /** number of the first line of its last report */
  lastLine: number;
  lastTime: Stamp | null;
}
