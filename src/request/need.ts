import type { Confidence, FaultStatus } from '../kernel/faults/fault-status.ts';
import type { Request } from './request.ts';

/** Pages that a step takes beside the request itself. */
export interface Part {
  /** what for, in a few words */
  what: string;
  pages: number;
}

/** One thing that a step asks the kernel for. A step may have several needs; the worst decides. */
export interface Need {
  request: Request;
  /** what is known of this allocation on this kernel; null where no kernel is known to do it badly, and for plain requests */
  fault: FaultStatus | null;
  /** what the memory is for, in a few words */
  what: string;
  /** how many requests of this size the step makes, one after the other; at least 1 */
  count: number;
  /**
   * pages that the whole step takes while it runs, its own binary included; at least `request.pages`: what the vmalloc
   * paths are judged by
   */
  stepPages: number;
  /** what `stepPages` holds beside the request, as often as it is made; empty where that is all */
  beside: readonly Part[];
  /** where the answer to it is not known, the others decide: most callers pass the limit that it is about */
  yieldsUnknown?: true;
  /** the same as the machine is by then, where it follows what may change while a check waits */
  afresh?: () => Need;
  /** of the size and the path; `unverified` is said in the request's notes too */
  confidence: Confidence;
}

/** The request that the prediction answers: for single pages the whole step's. */
export function predictedRequest({ request, stepPages, count, beside }: Need): Request {
  if (request.path === 'contiguous') return { ...request, count };
  const besidePages = beside.reduce((sum, { pages }) => sum + pages, 0);
  return { ...request, count, pages: stepPages, besidePages };
}
