// How the outlooks on recorded days came true.
import { Machine } from '../../src/machine/machine.ts';
import { outlookOf } from '../../src/predict/outlook/outlook.ts';
import { type RequestRoom, requestRoom } from '../../src/predict/outlook/room.ts';
import { predict } from '../../src/predict/predict.ts';
import { keptMachine } from '../../src/record/kept-machine.ts';
import { readSamples } from '../../src/record/read-kept.ts';
import { type Need, predictedRequest } from '../../src/request/need.ts';
import { plainNeed } from '../../src/request/plain-request.ts';

const requests: Readonly<Record<string, Need>> = {
  'order 4': plainNeed({ order: 4 }, 4096),
  'order 6': plainNeed({ order: 6 }, 4096),
  'order 9': plainNeed({ order: 9 }, 4096),
  '320 KiB in single pages': plainNeed(
    { size: { amount: 320 * 1024, unit: 'bytes' }, path: 'vmalloc' },
    4096,
  ),
};

/** What came of the times that were named. */
export interface Kept {
  /** named times whose end is known */
  named: number;
  /** within half of the time that it really took */
  right: number;
  /** the day ended before it could tell */
  open: number;
}

interface Seen {
  rooms: RequestRoom[];
  /** milliseconds; null where it was available all day */
  endedAt: number | null;
}

/** Looks at every `step`th moment of a day, with no more than what was seen by then. */
export function outlooksOn(file: string, step: number): Record<string, Kept> {
  const seen = Object.fromEntries(Object.keys(requests).map((name): [string, Seen] => [name, { rooms: [], endedAt: null }])); // prettier-ignore
  let killed: number | undefined;
  for (const { at, document } of readSamples(file)) {
    const machine = new Machine('/', undefined, keptMachine(document));
    const look = machine.look();
    look.add(['pagetypeinfo', 'meminfo', 'vmstat']);
    const kills = look.snapshot.vmstat?.get('oom_kill') ?? 0;
    killed ??= kills;
    for (const [name, need] of Object.entries(requests)) {
      const own = seen[name];
      if (own?.endedAt !== null) continue;
      const request = predictedRequest(need);
      const prediction = predict(request, look.snapshot, machine.kernel);
      const room = requestRoom(at, request, prediction, look.snapshot, machine.kernel);
      // The OOM killer makes memory for those whom it does not kill: it ends what was available just as well.
      if (kills > killed || prediction.verdict !== 'available') own.endedAt = at;
      else if (room) own.rooms.push(room);
    }
  }
  return Object.fromEntries(Object.entries(seen).map(([name, each]) => [name, keptOf(each, step)]));
}

function keptOf({ rooms, endedAt }: Seen, step: number): Kept {
  const kept = { named: 0, right: 0, open: 0 };
  const lastAt = rooms.at(-1)?.at ?? 0;
  for (let i = step - 1; i < rooms.length; i += step) {
    const now = rooms[i]?.at ?? 0;
    const outlook = outlookOf(rooms.slice(Math.max(0, i - 359), i + 1));
    if (outlook === null) continue;
    // It would be right up to a time of twice what was named.
    if (endedAt === null && lastAt - now < 2 * outlook.inMilliseconds) kept.open++;
    else {
      const really = endedAt === null ? Infinity : endedAt - now;
      kept.named++;
      if (Math.abs(outlook.inMilliseconds - really) <= really / 2) kept.right++;
    }
  }
  return kept;
}
