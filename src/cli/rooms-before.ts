import { judge } from '../guard/judge.ts';
import { RoomHistory, maxRemembered } from '../guard/room-history.ts';
import { Machine } from '../machine/machine.ts';
import { keptMachine } from '../record/kept-machine.ts';
import type { Sample } from '../record/lines.ts';
import { Thinned } from '../record/thinned.ts';
import type { Need } from '../request/need.ts';

/** How far back an outlook looks. */
const reachMilliseconds = 6 * 3_600_000;

/** Keeps of a record what an outlook at its end needs: what comes at that moment itself is the last that is remembered. */
export function samplesForOutlook(): Thinned<Sample> {
  return new Thinned(maxRemembered, reachMilliseconds);
}

/** What needs had room in at those samples that were before a moment, in milliseconds since the epoch. */
export function roomsBefore(
  samples: readonly Sample[],
  at: number,
  needs: readonly Need[],
  kernel: string | undefined,
): RoomHistory {
  const rooms = new RoomHistory();
  for (const sample of samples) {
    if (sample.at >= at) break;
    const machine = new Machine('/', kernel, keptMachine(sample.document));
    rooms.add(judge(needs, machine, false), machine.kernel, new Date(sample.at));
  }
  return rooms;
}
