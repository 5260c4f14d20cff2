import type { Machine } from '../memory/machine.ts';
import type { Reading, Snapshot } from '../memory/snapshot.ts';
import type { Prediction } from '../predict/prediction.ts';
import { predict } from '../predict/predict.ts';
import { whatChanged } from './change.ts';
import { findMovableBlock } from './deep.ts';
import { type Need, predictedRequest } from './need.ts';
import { type Pace, nextPause } from './pace.ts';
import type { Look, RemedyTools } from './remedies/remedy.ts';
import type { World } from './world.ts';

/** One look at the machine. */
export interface Attempt {
  verdict: Prediction['verdict'];
  likelihood: number;
  afterMilliseconds: number;
  /** what was done before this look; null for nothing */
  remedy: string | null;
}

/** The answer to a check. */
export interface CheckOutcome {
  /** the need that decided: the worst of them */
  need: Need;
  prediction: Prediction;
  snapshot: Snapshot;
  go: boolean;
  attempts: Attempt[];
}

/** What a remedy did between two looks, for people in `says` (empty for nothing worth a line). */
export interface RemedyDone {
  /** null where nothing was done */
  remedy: string | null;
  /** there is more of what the request needs than before: worth a look at once */
  helped: boolean;
  says: string;
}

/** What happens between two looks, on request. */
export type Remedy = (look: Look) => Promise<RemedyDone>;

/** How a check goes about it. */
export interface CheckPlan extends Pace {
  strict: boolean;
  /** may read /proc/kpageflags where the answer is in doubt */
  deep: boolean;
  /** made with the check's own eyes, where one was asked for */
  remedy?: ((tools: RemedyTools) => Remedy) | undefined;
}

/** A remedy without a deadline of its own is left to the kernel after this. */
const longestRemedy = 60_000;

/**
 * Looks at the machine until the request may go, can never go, or no attempt is left.
 * Every look reads afresh; what only some answers need is read only then.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export async function check(
  needs: readonly Need[],
  machine: Machine,
  plan: CheckPlan,
  world: World,
): Promise<CheckOutcome> {
  const start = world.now();
  const attempts: Attempt[] = [];
  const left = (): number => Math.max(0, (plan.timeoutMilliseconds ?? Infinity) - (world.now() - start));
  const remedy = plan.remedy?.({
    machine,
    world,
    look: () => lookAt(needs, machine, plan.deep),
    goes: (prediction) => goes(prediction, plan.strict),
    limitMilliseconds: () => Math.min(longestRemedy, left()),
  });
  let remedied = false;
  let done: RemedyDone | null = null;
  let before: Look | null = null;
  for (let retry = 1; ; retry++) {
    const look = lookAt(needs, machine, plan.deep);
    const { verdict, likelihood, never, reason } = look.prediction;
    const elapsed = world.now() - start;
    attempts.push({
      verdict,
      likelihood,
      afterMilliseconds: Math.round(elapsed),
      remedy: done?.remedy ?? null,
    });
    const go = goes(look.prediction, plan.strict);
    // Whoever asks for a remedy wants the memory made: what is only attainable gets one before it goes.
    const settled = go && (verdict === 'available' || !remedy || remedied);
    const pause = settled || never ? null : nextPause(plan, retry, elapsed, world.random());
    if (plan.retries > 0 && !never) {
      const change = before
        ? `: ${whatChanged(before.snapshot, look.snapshot, look.need.request)}`
        : `: ${reason}`;
      const next = pause === null ? '' : `; next look in ${(pause / 1000).toFixed(1)} s`;
      world.say(`look ${retry}: ${verdict} (likelihood ${likelihood.toFixed(2)})${change}${next}`);
    }
    if (pause === null) return { ...look, go, attempts };
    before = look;
    done = remedy ? await remedy(look) : null;
    remedied = true;
    if (done && done.says !== '') world.say(done.says);
    if (!done?.helped) await world.sleep(Math.min(pause, left()));
  }
}

/** Whether a verdict lets the step go. */
export function goes({ verdict }: Pick<Prediction, 'verdict'>, strict: boolean): boolean {
  return verdict === 'available' || (verdict === 'attainable' && !strict);
}

/** Reads the machine once and answers every need from that; the worst answer stands. */
function lookAt(needs: readonly Need[], machine: Machine, deep: boolean): Look {
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
