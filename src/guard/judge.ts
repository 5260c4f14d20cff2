import type { Look } from '../machine/look.ts';
import type { Machine } from '../machine/machine.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { predict } from '../predict/predict.ts';
import type { Prediction } from '../predict/prediction.ts';
import { type Need, predictedRequest } from '../request/need.ts';
import { findMovableBlock } from './movable-block.ts';

/** A need and the answer to it. */
export interface JudgedNeed {
  need: Need;
  prediction: Prediction;
  /** what the answer rests on */
  snapshot: Snapshot;
}

/** What a look at the machine found, for the need that stands for the whole step. */
export interface Judgement extends JudgedNeed {
  /** every need of the step, the one that stands for it among them */
  answers: readonly JudgedNeed[];
  look: Look;
}

/**
 * Looks at the machine once and answers every need from that; the worst answer stands.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export function judge(asked: readonly Need[], machine: Machine, deep: boolean): Judgement {
  const needs = asked.map((need) => need.afresh?.() ?? need);
  const look = machine.look();
  const answer = (need: Need): JudgedNeed => ({
    need,
    prediction: predict(predictedRequest(need), look.snapshot, machine.kernel),
    snapshot: look.snapshot,
  });
  let answers = needs.map(answer);
  while (look.add(answers.flatMap(({ prediction }) => prediction.wants))) answers = needs.map(answer);
  let judged = worst(answers);
  // A look at every page, if the answer rests on what compaction could do.
  const { need, prediction, snapshot } = judged;
  const found =
    deep && prediction.terms.length > 0
      ? findMovableBlock(need.request.order, prediction.zones, snapshot, machine)
      : null;
  if (found !== null) {
    look.addPageScan(found);
    judged = answer(need);
    answers = answers.map((each) => (each.need === need ? judged : each));
  }
  return { ...judged, answers, look };
}

/** Whether a verdict lets the step go. */
export function goes({ verdict }: Pick<Prediction, 'verdict'>, strict: boolean): boolean {
  return verdict === 'available' || (verdict === 'attainable' && !strict);
}

/** The answer that stands for all of a step's needs, of which there is at least one. */
export function worst(answers: readonly JudgedNeed[]): JudgedNeed {
  const decide = answers.filter(
    ({ need, prediction }) => prediction.verdict !== 'unknown' || need.yieldsUnknown !== true,
  );
  return (decide.length > 0 ? decide : answers).reduce((a, b) => (isWorse(b, a) ? b : a));
}

/** What would fail decides over what is not known: it is the surer reason to stop. */
const ranks = { available: 0, attainable: 1, unknown: 2, unavailable: 3 } as const;

/** The lower verdict, then the lower likelihood; between equals the need that is harder to serve stands for all. */
function isWorse(a: JudgedNeed, b: JudgedNeed): boolean {
  const [x, y] = [a.prediction, b.prediction];
  if (x.never !== y.never) return x.never;
  if (x.verdict !== y.verdict) return ranks[x.verdict] > ranks[y.verdict];
  if (x.likelihood !== y.likelihood) return x.likelihood < y.likelihood;
  return contiguousOrder(a) > contiguousOrder(b);
}

function contiguousOrder({ need: { request } }: JudgedNeed): number {
  return request.path === 'contiguous' ? request.order : -1;
}
