import type { Machine } from '../memory/machine.ts';
import type { Reading, Snapshot } from '../memory/snapshot.ts';
import type { Prediction } from '../predict/prediction.ts';
import { predict } from '../predict/predict.ts';
import { findMovableBlock } from './deep.ts';
import { type Need, predictedRequest } from './need.ts';

/** What a look at the machine found; of several needs the worst. */
export interface Look {
  need: Need;
  prediction: Prediction;
  snapshot: Snapshot;
}

/** Whether a verdict lets the step go. */
export function goes({ verdict }: Pick<Prediction, 'verdict'>, strict: boolean): boolean {
  return verdict === 'available' || (verdict === 'attainable' && !strict);
}

/** Reads the machine once and answers every need from that; the worst answer stands. */
export function lookAt(needs: readonly Need[], machine: Machine, deep: boolean): Look {
  const read = new Set<Reading>();
  let snapshot = machine.snapshot();
  for (;;) {
    const looks = needs.map((need) => ({
      need,
      prediction: predict(predictedRequest(need), snapshot, machine.kernel),
      snapshot,
    }));
    const wanted = looks.flatMap((look) => look.prediction.wants).filter((file) => !read.has(file));
    const worst = looks.reduce((a, b) => (worse(b, a) ? b : a));
    if (wanted.length === 0) return deep ? withPageScan(worst, machine) : worst;
    for (const file of wanted) read.add(file);
    snapshot = machine.snapshot([...read]);
  }
}

/** Asks again with a look at every page, where the answer rests on what compaction could do. */
function withPageScan(look: Look, machine: Machine): Look {
  const movableBlockFound = look.prediction.terms.length > 0 ? findMovableBlock(look, machine) : null;
  if (movableBlockFound === null) return look;
  const snapshot = { ...look.snapshot, movableBlockFound };
  return { ...look, snapshot, prediction: predict(predictedRequest(look.need), snapshot, machine.kernel) };
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
