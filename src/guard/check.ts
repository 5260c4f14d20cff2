import type { Machine } from '../machine/machine.ts';
import type { Verdict } from '../predict/prediction.ts';
import type { Need } from '../request/need.ts';
import { type Backoff, nextPause } from './backoff.ts';
import type { GuardIo } from './io.ts';
import { type Judgement, goes, judge } from './judge.ts';
import type { RemedyDone, RemedyTools } from './remedies/remedy.ts';
import { withMeasurement } from './trial/measurement.ts';
import { type TrialResult, notPossible } from './trial/result.ts';
import { whatChanged } from './what-changed.ts';

/** One look at the machine. */
export interface Attempt {
  verdict: Verdict;
  likelihood: number;
  afterMilliseconds: number;
  /** what was done before this look; null for nothing */
  remedy: string | null;
}

/** The answer to a check. */
export interface CheckOutcome extends MeasuredJudgement {
  go: boolean;
  attempts: Attempt[];
}

interface MeasuredJudgement extends Judgement {
  /** what the kernel did when it was really asked; null where it was not */
  trial: TrialResult | null;
}

/** What happens between two looks, on request. */
export type RemedyStep = (judged: Judgement) => Promise<RemedyDone>;

/** How a check goes about it. */
export interface CheckPlan extends Backoff {
  strict: boolean;
  /** may read /proc/kpageflags where the answer is in doubt */
  deep: boolean;
  /** really asks the kernel for a block of an order, within a time */
  trial?: ((order: number, limitMilliseconds: number) => Promise<TrialResult>) | undefined;
  /** made with the check's own eyes, where one was asked for */
  remedy?: ((tools: RemedyTools) => RemedyStep) | undefined;
}

/** A remedy or a trial without a deadline of its own is left to the kernel after this. */
const maxRemedyMilliseconds = 60_000;

/**
 * Looks at the machine until the request may go, can never go, or no attempt is left.
 * Every look reads afresh; what only some answers need is read only then.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export async function check(
  needs: readonly Need[],
  machine: Machine,
  plan: CheckPlan,
  io: GuardIo,
): Promise<CheckOutcome> {
  const start = io.now();
  const attempts: Attempt[] = [];
  const left = (): number => Math.max(0, (plan.timeoutMilliseconds ?? Infinity) - (io.now() - start));
  const limitMilliseconds = (): number => Math.min(maxRemedyMilliseconds, left());
  const look = (): Judgement => judge(needs, machine, plan.deep);
  const remedy = plan.remedy?.({
    machine,
    io,
    judge: look,
    goes: (prediction) => goes(prediction, plan.strict),
    limitMilliseconds,
  });
  let done: RemedyDone | null = null;
  let before: Judgement | null = null;
  for (let retry = 1; ; retry++) {
    const judged = await measured(look, plan, limitMilliseconds(), io);
    const { verdict, likelihood, never, reason } = judged.prediction;
    const elapsed = io.now() - start;
    attempts.push({
      verdict,
      likelihood,
      afterMilliseconds: Math.round(elapsed),
      remedy: done?.remedy ?? null,
    });
    const go = goes(judged.prediction, plan.strict);
    // Whoever asks for a remedy wants the memory made: what is only attainable gets one before it goes.
    const settled = go && (verdict === 'available' || !remedy || before !== null);
    // What is not known stays so: waiting reads nothing more.
    const pause =
      settled || never || verdict === 'unknown' ? null : nextPause(plan, retry, elapsed, io.random());
    if (pause !== null || before) {
      const change = before
        ? `: ${whatChanged(before.snapshot, judged.snapshot, judged.need.request)}`
        : `: ${reason}`;
      const next = pause === null ? '' : `; next look in ${(pause / 1000).toFixed(1)} s`;
      io.say(`look ${retry}: ${verdict} (likelihood ${likelihood.toFixed(2)})${change}${next}`);
    }
    if (pause === null) return { ...judged, go, attempts };
    before = judged;
    done = remedy ? await remedy(judged) : null;
    if (done && done.says !== '') io.say(done.says);
    if (!done?.helped) await io.sleep(Math.min(pause, left()));
  }
}

/** Puts what the kernel really does over what was expected of it, where --trial asks for that. */
async function measured(
  look: () => Judgement,
  plan: CheckPlan,
  limitMilliseconds: number,
  io: GuardIo,
): Promise<MeasuredJudgement> {
  const judged = look();
  const { request } = judged.need;
  const { never, verdict } = judged.prediction;
  if (!plan.trial || never || verdict === 'unknown') return { ...judged, trial: null };
  if (request.path !== 'contiguous') {
    const asked = request.path === 'address-space' ? 'a limit decides' : 'single pages are asked for';
    return { ...judged, trial: notPossible(`${asked}, and a trial asks for a block`) };
  }
  if (request.node !== undefined) {
    return { ...judged, trial: notPossible('a trial cannot choose its node') };
  }
  io.say(`asking the kernel for one block of order ${request.order}, as --trial says`);
  const trial = await plan.trial(request.order, limitMilliseconds);
  const after = trial.measured === 'granted' ? look() : judged;
  const prediction = withMeasurement(judged.prediction, request, trial, after.prediction);
  const measuredNeed = { need: judged.need, prediction, snapshot: after.snapshot };
  const answers = judged.answers.map((each) => (each.need === judged.need ? measuredNeed : each));
  return { ...judged, ...measuredNeed, answers, trial };
}
