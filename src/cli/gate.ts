import { MalformedError, UnreadableError, UsageError, isBuddyguardError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CheckOutcome, type CheckPlan, check } from '../guard/check.ts';
import type { Need } from '../guard/need.ts';
import { realWorld } from '../guard/world.ts';
import { Machine } from '../memory/machine.ts';
import { type CheckAnswer, type KernelAnswer, checkAnswer, unknownAnswer } from '../report/check-answer.ts';
import { plainRequest } from '../request/plain-request.ts';
import { endOnSignals } from './interrupt.ts';
import { say, writeAll } from './output.ts';
import { loadSibling } from './siblings.ts';
import { type Settings, requireOneWant } from './settings.ts';

/** A check's answer and the exit code that says it. */
export interface Gate {
  answer: CheckAnswer;
  exitCode: number;
}

/**
 * The check as every command runs it: settings in, answer and exit code out.
 * A machine that cannot be read is an answer (`unknown`), a wrong option is an error.
 * @throws UsageError
 */
export async function passGate(settings: Settings): Promise<Gate> {
  requireOneWant(settings.asked);
  let kernel: KernelAnswer = {
    release: settings.kernel ?? '',
    upstream: null,
    distribution: null,
    noRetryXtables: null,
  };
  const waits = settings.retries > 0;
  const release = waits ? endOnSignals('while waiting for memory') : () => undefined;
  try {
    const machine = new Machine(settings.root, settings.kernel);
    kernel = kernelAnswer(machine);
    const plan = {
      retries: settings.retries,
      intervalMilliseconds: settings.intervalMilliseconds,
      timeoutMilliseconds: settings.timeoutMilliseconds,
      strict: settings.strict,
      deep: settings.deep,
      remedy: await remedyOf(settings),
      trial: await trialOf(settings, machine),
    };
    const progress = settings.quiet ? (): void => undefined : say;
    const needs = await needsOf(settings, machine);
    const outcome = await check(needs, machine, plan, realWorld(progress));
    if (isKnowledgeWanted(settings, outcome)) {
      const catalogue = loadSibling('catalogue.cjs');
      kernel = catalogue.kernelAnswer(machine);
      outcome.prediction.advice.push(...catalogue.adviceFor(outcome, settings.asked, machine));
    }
    const answer = checkAnswer(outcome, machine, kernel);
    return { answer, exitCode: exitCodeOf(answer, settings.notNowCode) };
  } catch (error) {
    if (!(error instanceof UnreadableError || error instanceof MalformedError)) throw error;
    return { answer: unknownAnswer(error.message, kernel), exitCode: error.exitCode };
  } finally {
    release();
  }
}

/** Loaded only on request: what changes the machine is never in the way of a plain check. */
async function remedyOf({ compact, dropCaches }: Settings): Promise<CheckPlan['remedy']> {
  if (!compact && !dropCaches) return undefined;
  const { remediesFor } = await import('../guard/remedies/remedies.ts');
  return (tools) => remediesFor({ compact, dropCaches }, tools);
}

async function trialOf({ trial, root }: Settings, { pageSize }: Machine): Promise<CheckPlan['trial']> {
  if (!trial) return undefined;
  const asking = await import('../guard/trial.ts');
  return (order, limitMilliseconds) => asking.trial({ order, pageSize, root, limitMilliseconds });
}

async function needsOf({ asked }: Settings, machine: Machine): Promise<Need[]> {
  const { size, order, path, gfp, workload } = asked;
  if (workload !== undefined) {
    const needs = await loadSibling('catalogue.cjs').workloadNeeds(workload, asked, machine);
    if (needs.length === 0) {
      throw new UsageError(
        `--for ${workload}: kernel ${machine.release} does not have it: expected another workload`,
      );
    }
    return needs;
  }
  const request = plainRequest({ size, order, path: path ?? 'contiguous', gfp }, machine.pageSize);
  return [{ request, fault: null, stepPages: request.pages, count: 1 }];
}

/** Text that goes has no use for it, and loading it would double what a plain check costs. */
function isKnowledgeWanted({ asked, format, quiet }: Settings, { prediction }: CheckOutcome): boolean {
  if (quiet) return false;
  return asked.workload !== undefined || format !== 'text' || prediction.verdict !== 'available';
}

function kernelAnswer({ release, kernel }: Machine): KernelAnswer {
  const upstream = kernel ? `${kernel.major}.${kernel.minor}` : null;
  return { release, upstream, distribution: null, noRetryXtables: null };
}

function exitCodeOf(answer: CheckAnswer, notNowCode: number): number {
  if (answer.go) return exitCodes.go;
  return answer.never ? exitCodes.never : notNowCode;
}

/** The exit code and the one line of an error; a bug keeps its trace for whoever reports it. */
export function tellError(error: unknown): number {
  if (isBuddyguardError(error)) {
    say(error.message);
    return error.exitCode;
  }
  say(`a bug: ${error instanceof Error ? error.message : String(error)}; BUDDYGUARD_DEBUG=1 shows where`);
  if (process.env.BUDDYGUARD_DEBUG === '1' && error instanceof Error) writeAll(2, `${error.stack ?? ''}\n`);
  return exitCodes.bug;
}
