import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { predictAddressSpace } from './address-space.ts';
import { predictContiguous } from './contiguous.ts';
import { type Prediction, available, never, uncertain, unknown } from './prediction.ts';
import { withinGroupLimit } from './group-limit.ts';
import { ofUnknownNode, possibleNodes } from './unknown-node.ts';
import { predictVmallocNoRetry } from './vmalloc-noretry.ts';
import { predictVmalloc } from './vmalloc.ts';

/** Only what happens between the look and the step can change it. */
const shortOfPoolLikelihood = 0.02;

/**
 * Answers a request by the rule of its path. Pure: the same texts give the same answer. Its `wants` name what was not
 * read and would settle more: add that to the snapshot and ask again.
 * @param kernel null where the release is not known; the rules of a current kernel are used then
 */
export function predict(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): Prediction {
  if (request.refused !== undefined) return never('never', request.refused, []);
  if (request.shortOfPool !== undefined)
    return uncertain({
      likelihood: shortOfPoolLikelihood,
      cause: 'huge-page-pool',
      reason: request.shortOfPool,
      zones: [],
    });
  if (request.granted !== undefined) return available({ likelihood: 1, reason: request.granted, zones: [] });
  if (request.unsized !== undefined) return unknown(request.unsized);
  const nodes = possibleNodes(request, snapshot);
  if (nodes.length === 0) return predictPath(request, snapshot, kernel);
  return ofUnknownNode(
    new Map(nodes.map((node) => [node, predictPath({ ...request, node }, snapshot, kernel)])),
  );
}

function predictPath(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): Prediction {
  switch (request.path) {
    case 'contiguous':
      return withinGroupLimit(predictContiguous(request, snapshot, kernel), request, snapshot, kernel);
    case 'vmalloc-noretry':
      return withinGroupLimit(predictVmallocNoRetry(request, snapshot, kernel), request, snapshot, kernel);
    case 'vmalloc':
      return withinGroupLimit(predictVmalloc(request, snapshot, kernel), request, snapshot, kernel);
    case 'address-space':
      return predictAddressSpace(request, snapshot, kernel);
  }
}
