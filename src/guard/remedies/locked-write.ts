import type { Counters } from '../../machine/proc/counters.ts';
import { parseVmstat } from '../../machine/proc/vmstat.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Judgement } from '../judge.ts';
import { compactedBetween } from './conditions.ts';
import { tryLock, writeOne } from './control-file.ts';
import { type RemedyTools, inSeconds } from './remedy.ts';
import { beginCooldown, cooldownOf } from './cooldown.ts';

/** What a remedy writes to, and how it tells people about it. */
export interface LockedWrite {
  /** control files, open for writing; a `1` goes to each */
  descriptors: readonly number[];
  /** the one that is locked, and that remembers the last attempt */
  lock: number;
  /** milliseconds before the next attempt, after an attempt that helped */
  cooldown: number;
  /** what is about to be done */
  announcement: string;
  /** what another guard that holds the lock is doing */
  doing: string;
  /** whether there is more of what the request needs than before; asked after the writes */
  helped: () => boolean;
}

export type Written = 'refused' | { putOff: string } | { helped: boolean; late: boolean };

/** Guards that start together look at different moments, so that all but the first see that one is at work. */
const jitterMilliseconds = [50, 250] as const;

/**
 * Writes to control files with consideration: not soon after the last time, and not at once but at a random moment; not
 * while somebody else compacts (which is seen across containers, where no lock reaches); under a lock; and only if it is
 * still needed by then. Says what it does, and stays within the time that is left.
 */
export async function writeLocked(
  write: LockedWrite,
  judged: Judgement,
  tools: RemedyTools,
): Promise<Written> {
  const { machine, io } = tools;
  const limitMilliseconds = tools.limitMilliseconds();
  const start = io.now();
  const before = readVmstat(machine);
  const [min, max] = jitterMilliseconds;
  await io.sleep(min + (max - min) * io.random());
  const who = compactedBetween(before, readVmstat(machine));
  if (who !== null) return { putOff: `${who === 'another' ? 'somebody else' : who} is compacting memory` };

  const lock = await tryLock(write.lock);
  if (lock === 'busy') return { putOff: `another guard ${write.doing}` };
  const cooldown = cooldownOf(write.lock, write.cooldown);
  if (cooldown.left > 0) {
    const last = cooldown.useless > 0 ? 'the last time did not help' : 'the last time was not long ago';
    return { putOff: `${last}, the next attempt is in ${inSeconds(cooldown.left)} at the earliest` };
  }
  const now = tools.judge().prediction;
  if (now.verdict === 'available' || (tools.goes(now) && !tools.goes(judged.prediction))) {
    return { putOff: 'the request has become possible in the meantime' };
  }
  if (io.now() - start >= limitMilliseconds) return { putOff: 'there is no time left' };

  io.say(
    lock === 'held' ? write.announcement : `${write.announcement}, without a lock: there is no flock(1) here`,
  );
  let late = false;
  for (const descriptor of write.descriptors) {
    const left = limitMilliseconds - (io.now() - start);
    const result = left > 0 ? await writeOne(descriptor, write.lock, left) : 'late';
    if (result === 'refused') return 'refused';
    if (result === 'late') late = true;
  }
  const helped = write.helped();
  beginCooldown(write.lock, helped, write.cooldown);
  return { helped, late };
}

function readVmstat(machine: Machine): Counters | null {
  const text = machine.text('proc/vmstat');
  try {
    return text === undefined ? null : parseVmstat(text);
  } catch {
    return null;
  }
}
