import type { FaultStatus } from '../kernel/faults/fault-status.ts';
import type { Request } from './request.ts';

/** One thing that a step needs of the kernel; a workload may have several, and the worst decides. */
export interface Need {
  request: Request;
  /** what is known of this allocation on this kernel; null for plain requests */
  fault: FaultStatus | null;
  /** pages that the whole step takes, its own binary included; what the vmalloc paths are judged by */
  stepPages: number;
  /** how many requests of this size the step makes, one after the other */
  count: number;
}

/** The request that the prediction answers: for single pages the whole step's. */
export function predictedRequest({ request, stepPages, count }: Need): Request {
  return request.path === 'contiguous' ? { ...request, count } : { ...request, pages: stepPages };
}
