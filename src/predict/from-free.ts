import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { firstPass, servedFromFree } from './free-block.ts';
import type { Prediction } from './prediction.ts';
import { predictVmallocNoRetry } from './vmalloc-noretry.ts';
import { predictVmalloc } from './vmalloc.ts';

/**
 * The answer of `predict` where it is `available` and nothing more is wanted to say so; else null. It is all that most
 * checks need, and loads without the rules and the model of what happens after.
 */
export function predictFromFree(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction | null {
  if (request.refused !== undefined) return null;
  const prediction = answer(request, snapshot, kernel);
  return prediction?.verdict === 'available' && prediction.wants.length === 0 ? prediction : null;
}

function answer(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): Prediction | null {
  switch (request.path) {
    case 'contiguous':
      return servedFromFree(request, snapshot, firstPass(request, snapshot, kernel));
    case 'vmalloc-noretry':
      return predictVmallocNoRetry(request, snapshot, kernel);
    case 'vmalloc':
      return predictVmalloc(request, snapshot, kernel);
  }
}
