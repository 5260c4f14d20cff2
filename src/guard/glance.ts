import type { Machine } from '../machine/machine.ts';
import { snapshotWith } from '../machine/readings.ts';
import { predictFromFree } from '../predict/from-free.ts';
import type { CheckOutcome } from './check.ts';
import { type Need, predictedRequest } from '../request/need.ts';
import { type Look, worst } from './worst.ts';

/**
 * The whole check where one reading of the zones settles it: every need is available. Null where more is to be read,
 * weighed or waited for.
 * @throws UnreadableError or MalformedError for /proc/buddyinfo
 */
export function glance(needs: readonly Need[], machine: Machine): CheckOutcome | null {
  // A vmalloc that the kernel retries for is a question of memory at all, which the zones alone do not answer.
  const snapshot = needs.some(({ request }) => request.path === 'vmalloc')
    ? snapshotWith(machine, ['meminfo', 'cgroup'])
    : machine.snapshot();
  const looks: Look[] = [];
  for (const need of needs) {
    const prediction = predictFromFree(predictedRequest(need), snapshot, machine.kernel);
    if (!prediction) return null;
    looks.push({ need, prediction, snapshot });
  }
  const look = worst(looks);
  const { verdict, likelihood } = look.prediction;
  const attempts = [{ verdict, likelihood, afterMilliseconds: 0, remedy: null }];
  return { ...look, trial: null, go: true, attempts };
}
