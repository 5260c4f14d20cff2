import { judge } from '../guard/judge.ts';
import { RoomHistory, maxRemembered } from '../guard/room-history.ts';
import { Machine } from '../machine/machine.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readSamples } from '../record/read-kept.ts';
import type { Need } from '../request/need.ts';

/** How far back an outlook looks. */
const sinceMilliseconds = 6 * 3_600_000;

/**
 * What needs had room in before a moment of a record, evenly thinned.
 * @param at milliseconds since the epoch
 * @throws UnreadableError, MalformedError
 */
export function roomsBefore(
  file: string,
  at: number,
  needs: readonly Need[],
  kernel: string | undefined,
): RoomHistory {
  const rooms = new RoomHistory();
  if (needs.length === 0) return rooms;
  const own = [...readSamples(file)].filter(
    (sample) => sample.at < at && sample.at >= at - sinceMilliseconds,
  );
  const step = Math.ceil(own.length / (maxRemembered - 1));
  for (const sample of own.filter((_, i) => (own.length - 1 - i) % step === 0)) {
    const machine = new Machine('/', kernel, keptMachine(sample.document));
    rooms.add(judge(needs, machine, false), machine.kernel, new Date(sample.at));
  }
  return rooms;
}
