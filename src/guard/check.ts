import type { Machine } from '../machine/machine.ts';
import { isBuddyguardError, UnreadableError } from '../errors.ts';
import { predict } from '../predict/predict.ts';
import type { Prediction, Verdict } from '../predict/prediction.ts';
import { type Need, predictedRequest } from '../request/need.ts';
import { type Backoff, nextPause } from './backoff.ts';
import type { GuardIo } from './io.ts';
import { type Judgement, goes, judge } from './judge.ts';
import type { RemedyDone, RemedyTools } from './remedies/remedy.ts';
import { isGivenBack, isMeasurable, withMeasurement } from './trial/measurement.ts';
import { type TrialResult, notPossible } from './trial/result.ts';
import { formatCount, percent } from '../text/units.ts';
import { whatChanged } from './what-changed.ts';

/** One look at the machine; `unknown` if it failed. */
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
  /** what the kernel did when it was really asked; null if it was not asked */
  trial: TrialResult | null;
}

/** What happens between two looks, on request. */
export type RemedyStep = (judged: Judgement) => Promise<RemedyDone>;

/** How a check goes about it. */
export interface CheckPlan extends Backoff {
  strict: boolean;
  /** may read /proc/kpageflags if the answer is in doubt */
  deep: boolean;
  /** really asks the kernel for a block of an order, within a time */
  trial?: ((order: number, limitMilliseconds: number) => Promise<TrialResult>) | undefined;
  /** made with the check's own tools, if one was asked for */
  remedy?: ((tools: RemedyTools) => RemedyStep) | undefined;
}

/** After this long a remedy or a trial without a deadline of its own is no longer waited for. */
const maxRemedyMilliseconds = 60_000;

/**
 * Looks at the machine until the request may go, can never go, or no attempt is left.
 * Every look reads afresh; what only some answers need is read only for those. A look that fails after one that did not,
 * or because the system is short of something, is one attempt less: what was seen before it stands.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo, if it could never be read
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
  let before: MeasuredJudgement | null = null;
  const remedy = plan.remedy?.({
    machine,
    io,
    judge: () => (before ? lookAgain(look, before) : look()),
    goes: (prediction) => goes(prediction, plan.strict),
    limitMilliseconds,
  });
  let done: RemedyDone | null = null;
  for (let retry = 1; ; retry++) {
    const seen = await tryLook(() => measured(look, machine.kernel, plan, limitMilliseconds(), io), before);
    const elapsed = io.now() - start;
    const { verdict, likelihood } = 'trouble' in seen ? failed : seen.prediction;
    attempts.push({
      verdict,
      likelihood,
      afterMilliseconds: Math.round(elapsed),
      remedy: done?.remedy ?? null,
    });
    done = null;
    if ('trouble' in seen) {
      const pause = nextPause(plan, retry, elapsed, io.random());
      io.progress(
        `look ${retry}: failed: ${seen.trouble.message}${nextLook(pause, left(), plan.retries - retry)}`,
      );
      if (pause !== null) {
        await io.sleep(Math.min(pause, left()));
        continue;
      }
      if (!before) throw seen.trouble;
      return { ...before, go: goes(before.prediction, plan.strict), attempts };
    }
    const { never } = seen.prediction;
    const go = goes(seen.prediction, plan.strict);
    // Whoever asks for a remedy wants room made: what is only attainable gets one remedy before it goes.
    const settled = go && (verdict === 'available' || !remedy || before !== null);
    // What is not known stays so: waiting reads nothing more.
    const pause =
      settled || never || verdict === 'unknown' ? null : nextPause(plan, retry, elapsed, io.random());
    if (pause !== null || before) {
      const odds = `${verdict} (chance ${percent(likelihood)})`;
      const next = nextLook(pause, left(), plan.retries - retry);
      io.progress(`look ${retry}: ${odds}: ${whatChanged(before, seen)}${next}`);
    }
    if (pause === null) return { ...seen, go, attempts };
    before = seen;
    done = remedy ? await remedy(seen) : null;
    if (done && done.says !== '') io.say(done.says);
    if (!done?.helped) await io.sleep(Math.min(pause, left()));
  }
}

const failed = { verdict: 'unknown', likelihood: 0.5 } as const;

/** When it goes on, and how long at most; nothing if it does not. */
function nextLook(pause: number | null, left: number, retries: number): string {
  if (pause === null) return '';
  const most =
    left < Infinity ? `, ${Math.ceil(left / 1000)} s left` : `, ${formatCount(retries)} more at most`;
  return `; next look in ${(pause / 1000).toFixed(1)} s${left < Infinity || retries < Infinity ? most : ''}`;
}

/**
 * A look; if it fails, its trouble.
 * @throws what it throws, if it is the first and will fail again
 */
async function tryLook(
  look: () => Promise<MeasuredJudgement>,
  before: Judgement | null,
): Promise<MeasuredJudgement | { trouble: Error }> {
  try {
    const seen = await look();
    if (before && readsLess(seen, before)) return { trouble: new Error(seen.prediction.reason) };
    return seen;
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    if (before || (error instanceof UnreadableError && error.passes)) return { trouble: error };
    throw error;
  }
}

/** Another look right after one; what was seen there if it fails. */
function lookAgain(look: () => Judgement, before: Judgement): Judgement {
  try {
    const seen = look();
    return readsLess(seen, before) ? before : seen;
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    return before;
  }
}

/** A file that decides could not be read this time. */
function readsLess(seen: Judgement, before: Judgement): boolean {
  const isRead = ({ prediction }: Judgement): boolean => prediction.cause !== 'not-read';
  // What a limit leaves open is `unknown` however well it is read.
  return seen.need.request.path !== 'address-space' && isRead(before) && !isRead(seen);
}

/** If --trial asks for it, what the kernel really does replaces what was expected of it. */
async function measured(
  look: () => Judgement,
  kernel: Machine['kernel'],
  plan: CheckPlan,
  limitMilliseconds: number,
  io: GuardIo,
): Promise<MeasuredJudgement> {
  const judged = look();
  const { request } = judged.need;
  const { never, verdict } = judged.prediction;
  if (!plan.trial || never || verdict === 'unknown') return { ...judged, trial: null };
  if (request.path !== 'contiguous') {
    const asked = request.path === 'address-space' ? 'a limit decides' : 'the request is for single pages';
    return { ...judged, trial: notPossible(`${asked}, and a trial asks for a block`) };
  }
  if (request.node !== undefined) {
    return { ...judged, trial: notPossible('a trial cannot choose its node') };
  }
  if (!isMeasurable(request)) {
    const flags = request.gfp.join('|');
    return {
      ...judged,
      trial: notPossible(`a trial asks with GFP_KERNEL_ACCOUNT, this request with ${flags}`),
    };
  }
  io.say(`asking the kernel for one block of order ${request.order}, as --trial asks`);
  const trial = await plan.trial(request.order, limitMilliseconds);
  // One that fails leaves what was seen before it.
  const after = trial.measured === 'granted' ? lookAgain(look, judged) : judged;
  const now = (): Prediction => predict(predictedRequest(judged.need), after.look.snapshot, kernel);
  if (after !== judged && isGivenBack(request.order, trial, judged.prediction.zones, now().zones))
    after.look.addGrant(request.order);
  const prediction = withMeasurement(judged.prediction, request, trial, now());
  const measuredNeed = { need: judged.need, prediction, snapshot: after.look.snapshot };
  const answers = judged.answers.map((each) => (each.need === judged.need ? measuredNeed : each));
  return { ...judged, ...measuredNeed, answers, trial };
}
