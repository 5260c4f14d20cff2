import type { Machine } from '../machine/machine.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Prediction } from '../predict/prediction.ts';
import { whatChanged } from './what-changed.ts';
import type { Need } from '../request/need.ts';
import { withMeasurement } from './trial/measurement.ts';
import { type Pace, nextPause } from './backoff.ts';
import { lookAt } from './look.ts';
import type { RemedyTools } from './remedies/remedy.ts';
import { type TrialResult, notPossible } from './trial/trial.ts';
import { type Look, goes } from './worst.ts';
import type { World } from './clock.ts';

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
  /** what the kernel did when it was really asked; null where it was not */
  trial: TrialResult | null;
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
  /** really asks the kernel for a block of an order, within a time */
  trial?: ((order: number, limitMilliseconds: number) => Promise<TrialResult>) | undefined;
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
  let before: AskedLook | null = null;
  for (let retry = 1; ; retry++) {
    const eyes = (): Look => lookAt(needs, machine, plan.deep);
    const look = await asked(eyes, plan, Math.min(longestRemedy, left()), world);
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
    if (pause !== null || before) {
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

interface AskedLook extends Look {
  trial: TrialResult | null;
}

/** Puts what the kernel really does over what was expected of it, where --trial asks for that. */
async function asked(
  eyes: () => Look,
  plan: CheckPlan,
  limitMilliseconds: number,
  world: World,
): Promise<AskedLook> {
  const look = eyes();
  const { request } = look.need;
  if (!plan.trial || look.prediction.never) return { ...look, trial: null };
  if (request.path !== 'contiguous') {
    return { ...look, trial: notPossible('single pages are asked for, and a trial asks for a block') };
  }
  world.say(`asking the kernel for one block of order ${request.order}, as --trial says`);
  const trial = await plan.trial(request.order, limitMilliseconds);
  const after = trial.measured === 'granted' ? eyes() : look;
  const prediction = withMeasurement(look.prediction, request, trial, after.prediction);
  return { ...look, snapshot: after.snapshot, prediction, trial };
}
