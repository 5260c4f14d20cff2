import { type BuddyguardError, UsageError, isBuddyguardError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CheckAnswer, type Knowledge, checkAnswer, unknownAnswer } from '../guard/answer.ts';
import { type CheckOutcome, type CheckPlan, check } from '../guard/check.ts';
import { type GuardIo, realIo } from '../guard/io.ts';
import { largestBlock } from '../guard/largest-block.ts';
import { nodeMemory } from '../guard/node-memory.ts';
import { Machine } from '../machine/machine.ts';
import { type Settings, type SettingsOf, requireOneWant, requireTrialHere } from '../options/settings.ts';
import type { Need } from '../request/need.ts';
import { costlyOrder } from '../request/order.ts';
import { plainNeed } from '../request/plain-request.ts';
import { loadBundle } from './bundles.ts';
import { endOnSignals } from './end-on-signals.ts';
import { say, sayProgress } from './output.ts';

/** A check's answer, and the exit code for it. */
export interface AnsweredCheck {
  answer: CheckAnswer;
  exitCode: number;
  /** until it is called, a signal ends this process as one that waits */
  stopListening: () => void;
}

/** Where a check runs. */
export interface Surroundings {
  io: GuardIo;
  /** called before a wait: from now on a signal ends this process; returns what undoes it */
  listen: () => () => void;
}

/** A process of its own, with people at its standard error. */
function commandLine(quiet: boolean): Surroundings {
  return {
    io: quiet ? realIo(() => undefined) : realIo(say, sayProgress),
    listen: () => endOnSignals('while waiting for memory'),
  };
}

/**
 * The check as every command runs it: settings in, answer and exit code out.
 * A machine that cannot be read is an answer (`unknown`); a wrong option, or an option's file that cannot be read, is an
 * error.
 * @throws UsageError, UnreadableError, MalformedError
 */
export async function answerCheck(
  settings: Settings,
  { io, listen }: Surroundings = commandLine(settings.quiet),
): Promise<AnsweredCheck> {
  requireOneWant(settings.asked);
  requireTrialHere(settings);
  let machine: Machine;
  try {
    machine = machineOf(settings);
  } catch (error) {
    return { ...unknownMachine(error, settings.kernel ?? '', null), stopListening: () => undefined };
  }
  const needs = await needsOf(settings, machine);
  // Before the machine is read: a bundle that cannot be loaded is no answer about the machine, and opens no gate.
  const plan = planOf(settings, machine);
  const waits = plan.retries > 0 || plan.trial !== undefined;
  const stopListening = waits ? listen() : () => undefined;
  try {
    requireNode(settings.asked.node, machine);
    const outcome = await check(needs, machine, plan, io);
    const answer = checkAnswer(outcome, machine, knowledgeOf(machine.release, machine, outcome, settings));
    return { answer, exitCode: exitCodeOf(answer, settings.notNowCode), stopListening };
  } catch (error) {
    return { ...unknownMachine(error, machine.release, machine), stopListening };
  }
}

/** Only check is asked about what was kept. */
type AskedMachine = Settings & Partial<Pick<SettingsOf<'check'>, 'from' | 'atMilliseconds'>>;

/**
 * The machine that is asked about: under a root, or what a file kept of one.
 * @throws UsageError, UnreadableError, MalformedError
 */
function machineOf({
  root,
  kernel,
  from,
  atMilliseconds,
  compact,
  dropCaches,
  trial,
}: AskedMachine): Machine {
  if (from === undefined && atMilliseconds !== undefined)
    throw new UsageError('--at: expected --from FILE with it');
  if (from === undefined) return new Machine(root, kernel);
  const changing = [compact && '--compact', dropCaches && '--drop-caches', trial && '--trial'].find(Boolean);
  if (changing) throw new UsageError(`${changing} and --from: expected a machine, not what was kept of one`);
  if (root !== '/') throw new UsageError('--root and --from: expected one of them');
  return new Machine('/', kernel, loadBundle('replay.cjs').keptIn(from, atMilliseconds));
}

/** The answer if the machine cannot be read; every other error is rethrown. */
function unknownMachine(
  error: unknown,
  release: string,
  machine: Machine | null,
): Omit<AnsweredCheck, 'stopListening'> {
  if (!isAboutMachine(error)) throw error;
  const answer = unknownAnswer(error.message, release, knowledgeOf(release, machine));
  return { answer, exitCode: error.exitCode };
}

/** The machine cannot be read, or what was read is malformed. */
function isAboutMachine(error: unknown): error is BuddyguardError {
  return (
    isBuddyguardError(error) &&
    (error.exitCode === exitCodes.unreadable || error.exitCode === exitCodes.malformed)
  );
}

/**
 * Checks that a node has memory on this machine.
 * @throws UsageError that names the nodes that have; UnreadableError or MalformedError for /proc/buddyinfo
 */
function requireNode(node: number | undefined, machine: Machine): void {
  if (node === undefined) return;
  const nodes = [...new Set(machine.begunLook.snapshot.buddyinfo.map((row) => row.node))].sort(
    (a, b) => a - b,
  );
  if (nodes.includes(node)) return;
  throw new UsageError(`--node ${node}: this machine has no memory there: expected ${nodes.join(', ')}`);
}

async function needsOf({ asked }: Settings, machine: Machine): Promise<Need[]> {
  const { workloads } = asked;
  return workloads === undefined
    ? [plainNeed(asked, machine.pageSize)]
    : loadBundle('catalogue.cjs').workloadNeeds(workloads, asked, machine);
}

/** How the settings want it done. */
function planOf(settings: Settings, machine: Machine): CheckPlan {
  const { retries, intervalMilliseconds, timeoutMilliseconds, strict, deep } = settings;
  const { compact, dropCaches } = settings;
  const plan: CheckPlan = { retries, intervalMilliseconds, timeoutMilliseconds, strict, deep };
  if (!compact && !dropCaches && !settings.trial) return plan;
  const { remediesFor, trial } = loadBundle('remedies.cjs');
  if (compact || dropCaches) plan.remedy = (tools) => remediesFor({ compact, dropCaches }, tools);
  if (settings.trial) {
    const { pageSize } = machine;
    plan.trial = (order, limitMilliseconds) => trial({ order, pageSize, limitMilliseconds });
  }
  return plan;
}

/** What is known about the kernel, and the advice; each is made when a report asks for it. */
function knowledgeOf(
  release: string,
  machine: Machine | null,
  outcome?: CheckOutcome,
  settings?: Settings,
): Knowledge {
  return {
    get kernel() {
      return loadBundle('catalogue.cjs').kernelAnswer(release, machine);
    },
    get advice() {
      if (!machine || !outcome || isSettled(outcome)) return [];
      return loadBundle('catalogue.cjs').adviceOn(outcome, machine, settings?.asked.cpus);
    },
    get largestOrder() {
      return machine && outcome ? largestBlock(outcome, machine.kernel) : null;
    },
    get nodes() {
      return machine && outcome ? nodeMemory(outcome.look, machine.kernel, machine.pageSize) : [];
    },
  };
}

/** Nothing is to be done: it is available, and no fault of this kernel may change that. */
function isSettled({ prediction, need }: CheckOutcome): boolean {
  const { path, order } = need.request;
  const isSmall = path === 'contiguous' && order <= costlyOrder;
  return prediction.verdict === 'available' && (isSmall || !need.fault?.assumed);
}

function exitCodeOf(answer: CheckAnswer, notNowCode: number): number {
  if (answer.go) return exitCodes.go;
  if (answer.verdict === 'unknown')
    return answer.cause === 'malformed' ? exitCodes.malformed : exitCodes.unreadable;
  return answer.never ? exitCodes.never : notNowCode;
}
