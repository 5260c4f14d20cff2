import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { predictJitSpace } from './jit-space.ts';
import { predictOvercommit } from './overcommit.ts';
import type { Prediction } from './prediction.ts';

/** Whether a request leaves room under a limit that has nothing to do with free memory. */
export function predictAddressSpace(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  return request.limit === 'commit'
    ? predictOvercommit(request, snapshot, kernel)
    : predictJitSpace(request, snapshot, kernel);
}
