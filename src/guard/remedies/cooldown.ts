import { fstatSync, futimesSync } from 'node:fs';
import { cooldownAfter } from './conditions.ts';

/** A larger count was never written here: the times are then the kernel's own. */
const maxUseless = 1000;

/**
 * What the guards of this machine remember about a remedy, between processes and without a file of their own: it is kept
 * in the times of the control file itself, which nobody else may set and nothing else looks at. Modified: when the last
 * attempt ended. Accessed, in seconds since 1970: how many attempts in a row were useless. The kernel forgets it at the
 * next boot at the latest, and then the times are recent ones, which mean nothing.
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
    // The next attempt then comes without a rest, at the pace of the retries.
  }
}
