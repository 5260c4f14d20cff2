import { type Counters, parseVmstat } from '../../memory/counters.ts';
import type { Machine } from '../../memory/machine.ts';
import { compactedBetween } from './conditions.ts';
import { tryLock, writeOne } from './control-file.ts';
import type { RemedyTools } from './remedy.ts';

/** What a remedy writes to, and how it tells people. */
export interface LockedWrite {
  /** control files, open for writing; a `1` goes to each */
  descriptors: readonly number[];
  /** the one that is locked */
  lock: number;
  /** what is about to be done */
  announcement: string;
  /** what another guard that is at it does */
  doing: string;
}

export type Written = 'written' | 'refused' | 'late' | { putOff: string };

/** Guards that start together look at different moments, so that all but the first see that somebody is at it. */
const jitterMilliseconds = [50, 250] as const;

/**
 * Writes to control files with manners: waits a random moment, stands back where somebody compacted meanwhile (that is
 * seen across containers, where no lock reaches), takes the lock, looks once more whether it is still needed, says
 * what it does, and does it within the time that there is.
 */
export async function writeLocked(write: LockedWrite, tools: RemedyTools): Promise<Written> {
  const { machine, world } = tools;
  const start = world.now();
  const limit = tools.limitMilliseconds();
  const before = readVmstat(machine);
  const [least, most] = jitterMilliseconds;
  await world.sleep(least + (most - least) * world.random());
  const who = compactedBetween(before, readVmstat(machine));
  if (who !== null) return { putOff: `${who === 'another' ? 'somebody else' : who} is compacting memory` };

  const lock = await tryLock(write.lock);
  if (lock === 'busy') return { putOff: `another guard ${write.doing}` };
  if (tools.goes(tools.look().prediction)) return { putOff: 'the request has become possible meanwhile' };
  if (world.now() - start >= limit) return { putOff: 'there is no time left' };
  world.say(
    lock === 'held' ? write.announcement : `${write.announcement}, without a lock: there is no flock(1) here`,
  );
  for (const descriptor of write.descriptors) {
    const left = limit - (world.now() - start);
    const result = left <= 0 ? 'late' : await writeOne(descriptor, left);
    if (result !== 'written') return result;
  }
  return 'written';
}

/** The counters of /proc/vmstat, or null. */
export function readVmstat(machine: Machine): Counters | null {
  const text = machine.text('proc/vmstat');
  try {
    return text === undefined ? null : parseVmstat(text);
  } catch {
    return null;
  }
}
