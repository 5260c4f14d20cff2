import { fstatSync, futimesSync } from 'node:fs';
import { cooldownAfter } from './conditions.ts';

/** More than that was never counted here: the times are the kernel's own. */
const maxUseless = 1000;

/**
 * What the guards of this machine remember of a remedy, between processes and without a file: it is kept in the times of
 * the control file itself, which nobody else may set and nothing else looks at. Modified: when the last attempt ended.
 * Accessed, in seconds since 1970: how many attempts in a row were useless. The kernel forgets it at the latest at the
 * next boot, and then the times are recent ones, which say nothing.
 */
export interface Cooldown {
  /** how long no attempt should be made, in milliseconds */
  left: number;
  useless: number;
}

/** @param base milliseconds of rest after an attempt that helped */
export function cooldownOf(descriptor: number, base: number, now = Date.now()): Cooldown {
  const { atimeMs, mtimeMs } = fstatSync(descriptor);
  const useless = Math.round(atimeMs / 1000);
  const since = now - mtimeMs;
  if (useless >= maxUseless || since < 0) return { left: 0, useless: 0 };
  return { left: Math.max(0, cooldownAfter(useless, base) - since), useless };
}

/** Notes that an attempt ended now. */
export function beginCooldown(descriptor: number, helped: boolean, base: number, now = Date.now()): void {
  const useless = helped ? 0 : Math.min(cooldownOf(descriptor, base, now).useless + 1, maxUseless - 1);
  try {
    futimesSync(descriptor, useless, now / 1000);
  } catch {
    // Then the next attempt comes without a rest, at the pace of the retries.
  }
}
