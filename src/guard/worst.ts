import type { Snapshot } from '../machine/snapshot.ts';
import type { Prediction } from '../predict/prediction.ts';
import type { Need } from '../request/need.ts';

/** What a look at the machine found. */
export interface Look {
  need: Need;
  prediction: Prediction;
  snapshot: Snapshot;
}

/** Whether a verdict lets the step go. */
export function goes({ verdict }: Pick<Prediction, 'verdict'>, strict: boolean): boolean {
  return verdict === 'available' || (verdict === 'attainable' && !strict);
}

/** The look that stands for all of a step's needs; there is at least one. */
export function worst(looks: readonly Look[]): Look {
  return looks.reduce((a, b) => (worse(b, a) ? b : a));
}

const ranks = { available: 0, attainable: 1, unavailable: 2, unknown: 3 } as const;

/** The lower verdict, then the lower likelihood; between equals the one that is the harder to serve stands for all. */
function worse(a: Look, b: Look): boolean {
  const [x, y] = [a.prediction, b.prediction];
  if (x.never !== y.never) return x.never;
  if (x.verdict !== y.verdict) return ranks[x.verdict] > ranks[y.verdict];
  if (x.likelihood !== y.likelihood) return x.likelihood < y.likelihood;
  return contiguousOrder(a) > contiguousOrder(b);
}

function contiguousOrder({ need: { request } }: Look): number {
  return request.path === 'contiguous' ? request.order : -1;
}
