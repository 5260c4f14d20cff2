import type { Reading } from '../machine/snapshot.ts';
import type { ZonePrediction } from './zone-prediction.ts';

export type Verdict = 'available' | 'attainable' | 'unavailable' | 'unknown';

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
  | 'address-space'
  | 'huge-page-pool'
  | 'not-read'
  | 'malformed';

/** What is needed of something, and what there is of it, in bytes. */
export interface Room {
  needs: number;
  has: number;
  /** which room, as in `1.2 GiB is …`: `can be had` */
  of: string;
}

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
  /** where room of one kind decides */
  room?: Room;
  /** of several blocks, how many are free for the request; absent where all are, or that is not what decides */
  served?: number;
}

type Reasoned = Pick<Prediction, 'likelihood' | 'reason' | 'zones' | 'room'>;

/** The verdict on what is not served from free memory now. */
export function verdictOf(likelihood: number): 'attainable' | 'unavailable' {
  return likelihood >= 0.5 ? 'attainable' : 'unavailable';
}

/** The answer if the kernel serves the request from what is free. */
export function available(answer: Reasoned & Partial<Pick<Prediction, 'wants'>>): Prediction {
  return { verdict: 'available', cause: 'none', never: false, terms: [], wants: [], ...answer };
}

/** The answer if reclaim or compaction would have to make room, or what would settle it was not read. */
export function uncertain(
  answer: Reasoned & Pick<Prediction, 'cause'> & Partial<Pick<Prediction, 'terms' | 'wants' | 'served'>>,
): Prediction {
  return { verdict: verdictOf(answer.likelihood), never: false, terms: [], wants: [], ...answer };
}

/** The answer if what decides was not read, or leaves it open. */
export function unknown(reason: string, wants: Reading[] = [], room?: Room): Prediction {
  const open = { verdict: 'unknown', likelihood: 0.5, cause: 'not-read', never: false } as const;
  return { ...open, reason, zones: [], terms: [], wants, ...(room && { room }) };
}

/** The answer if what decides was read, and is not what the kernel prints. */
export function malformed(reason: string): Prediction {
  return { ...unknown(reason), cause: 'malformed' };
}

/** The answer if no state of the machine can serve the request. */
export function never(cause: Cause, reason: string, zones: ZonePrediction[], room?: Room): Prediction {
  return {
    ...(room && { room }),
    verdict: 'unavailable',
    likelihood: 0,
    cause,
    reason,
    never: true,
    zones,
    terms: [],
    wants: [],
  };
}
