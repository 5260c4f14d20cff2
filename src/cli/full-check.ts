// All that a check may do beyond a glance: the slow path, other files, waiting, remedies, a trial. Loaded only then.
import { type CheckOutcome, check } from '../guard/check.ts';
import type { Need } from '../request/need.ts';
import { remediesFor } from '../guard/remedies/remedies.ts';
import { trial } from '../guard/trial/trial.ts';
import { realWorld } from '../guard/clock.ts';
import type { Machine } from '../machine/machine.ts';
import { endOnSignals } from './end-on-signals.ts';
import { say } from './output.ts';
import type { Settings } from '../options/settings.ts';

/**
 * Looks, waits and helps as the settings say.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export async function guard(
  needs: readonly Need[],
  machine: Machine,
  settings: Settings,
): Promise<CheckOutcome> {
  const { compact, dropCaches, quiet, retries } = settings;
  const { root, pageSize } = machine;
  const release = retries > 0 ? endOnSignals('while waiting for memory') : () => undefined;
  const plan = {
    retries,
    intervalMilliseconds: settings.intervalMilliseconds,
    timeoutMilliseconds: settings.timeoutMilliseconds,
    strict: settings.strict,
    deep: settings.deep,
    remedy:
      compact || dropCaches
        ? (tools: Parameters<typeof remediesFor>[1]) => remediesFor({ compact, dropCaches }, tools)
        : undefined,
    trial: settings.trial
      ? (order: number, limitMilliseconds: number) => trial({ order, pageSize, root, limitMilliseconds })
      : undefined,
  };
  try {
    return await check(needs, machine, plan, realWorld(quiet ? () => undefined : say));
  } finally {
    release();
  }
}
