import type { Reading } from '../machine/snapshot.ts';
import type { WatermarkPages } from '../machine/proc/zoneinfo.ts';

export type Verdict = 'available' | 'attainable' | 'unavailable' | 'unknown';

/** One buddyinfo row as the request sees it. */
export interface ZonePrediction {
  node: number;
  zone: string;
  /** the GFP flags let the request use this zone */
  allowed: boolean;
  freePages: number;
  /** as read from buddyinfo */
  freeBlocks: number[];
  watermarkPages: WatermarkPages | null;
  /** the reserve that this zone holds back from the request's own zone index */
  lowmemReservePages: number | null;
  /** serves the request now, without reclaim */
  fits: boolean;
  why: string;
}

/** A term of the likelihood: what was read and how far it moved the answer (in log-odds; 0 says nothing). */
export interface LikelihoodTerm {
  name: string;
  value: number;
  weight: number;
  meaning: string;
}

/** What decided against `available`; `none` where it is available. */
export type Cause =
  | 'none'
  | 'never'
  | 'zone-absent'
  | 'fragmentation'
  | 'watermark'
  | 'reserve'
  | 'withheld-blocks'
  | 'out-of-memory'
  | 'cgroup-limit'
  | 'not-read';

/** The answer to one request on one snapshot. */
export interface Prediction {
  verdict: Verdict;
  /** that the kernel grants the request, 0..1 */
  likelihood: number;
  cause: Cause;
  /** one plain sentence with the numbers that decided */
  reason: string;
  /** no state of this machine can ever serve it (exit 69) */
  never: boolean;
  zones: ZonePrediction[];
  terms: LikelihoodTerm[];
  /** files that would settle what is open, were they read */
  wants: Reading[];
  advice: string[];
}
