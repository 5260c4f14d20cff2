import { type BuddyguardError, UsageError, isBuddyguardError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CheckOutcome } from '../guard/check.ts';
import { glance } from '../guard/glance.ts';
import type { Need } from '../request/need.ts';
import { Machine } from '../machine/machine.ts';
import { type CheckAnswer, type KernelAnswer, checkAnswer, unknownAnswer } from '../report/check/answer.ts';
import { plainRequest } from '../request/plain-request.ts';
import { say, writeAll } from './output.ts';
import { type Settings, requireOneWant } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';

/** A check's answer and the exit code that says it. */
export interface Gate {
  answer: CheckAnswer;
  exitCode: number;
}

/**
 * The check as every command runs it: settings in, answer and exit code out.
 * A machine that cannot be read is an answer (`unknown`); a wrong option, or a file that an option names and that cannot
 * be read, is an error.
 * @throws UsageError, UnreadableError, MalformedError
 */
export async function passGate(settings: Settings & { format?: string }): Promise<Gate> {
  requireOneWant(settings.asked);
  let machine: Machine;
  try {
    machine = new Machine(settings.root, settings.kernel);
  } catch (error) {
    return unknownGate(error, settings.kernel ?? '');
  }
  const needs = await needsOf(settings, machine);
  try {
    const outcome =
      (settings.trial ? null : glance(needs, machine)) ??
      (await loadBundle('guard.cjs').guard(needs, machine, settings));
    const answer = checkAnswer(outcome, machine, knowledgeFor(settings, outcome, machine));
    return { answer, exitCode: exitCodeOf(answer, settings.notNowCode) };
  } catch (error) {
    return unknownGate(error, machine.release);
  }
}

/** The answer where the machine cannot be read; every other error is thrown on. */
function unknownGate(error: unknown, release: string): Gate {
  if (!isAboutMachine(error)) throw error;
  return { answer: unknownAnswer(error.message, plainKernel(release, null)), exitCode: error.exitCode };
}

/** The machine cannot be read, or what was read is malformed. */
function isAboutMachine(error: unknown): error is BuddyguardError {
  return (
    isBuddyguardError(error) &&
    (error.exitCode === exitCodes.unreadable || error.exitCode === exitCodes.malformed)
  );
}

async function needsOf({ asked }: Settings, machine: Machine): Promise<Need[]> {
  const { size, order, path, gfp, workload } = asked;
  if (workload !== undefined) {
    const needs = await loadBundle('catalogue.cjs').workloadNeeds(workload, asked, machine);
    if (needs.length === 0) {
      throw new UsageError(
        `--for ${workload}: kernel ${machine.release} does not have it: expected another workload`,
      );
    }
    return needs;
  }
  const request = plainRequest({ size, order, path: path ?? 'contiguous', gfp }, machine.pageSize);
  for (const name of ['rules', 'rulesFile', 'cpus'] as const) {
    if (asked[name] === undefined) continue;
    const option = name === 'rulesFile' ? 'rules-file' : name;
    request.notes.push(`--${option} means nothing without --for and is not used`);
  }
  const { count = 1 } = asked;
  return [{ request, fault: null, stepPages: request.pages * count, count }];
}

/**
 * What is known of the kernel, and the advice, put into the outcome. Text that goes on a kernel without fault has no use
 * for either, and loading them would double what a plain check costs.
 */
function knowledgeFor(
  { asked, format = 'text', quiet }: Settings & { format?: string },
  outcome: CheckOutcome,
  machine: Machine,
): KernelAnswer {
  const { prediction, need } = outcome;
  const isPlain = format === 'text' && prediction.verdict === 'available' && !need.fault?.assumed;
  if (quiet || isPlain) return plainKernel(machine.release, machine.kernel);
  const { adviceFor, kernelAnswer } = loadBundle('catalogue.cjs');
  prediction.advice.push(...adviceFor(outcome, asked, machine));
  return kernelAnswer(machine);
}

function plainKernel(release: string, kernel: Machine['kernel']): KernelAnswer {
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
