/** How a guard waits between attempts; all in milliseconds. */
export interface Backoff {
  /** attempts after the first; Infinity with a timeout alone */
  retries: number;
  intervalMilliseconds: number;
  timeoutMilliseconds: number | undefined;
}

/**
 * The pause before retry number `retry` (from 1): the interval, doubled each time up to eightfold, ±20 % so that guards
 * that start together drift apart, and never past the deadline. Null if no attempt is left.
 */
export function nextPause(backoff: Backoff, retry: number, elapsed: number, random: number): number | null {
  if (retry > backoff.retries) return null;
  const pause = backoff.intervalMilliseconds * Math.min(8, 2 ** (retry - 1)) * (0.8 + 0.4 * random);
  if (backoff.timeoutMilliseconds === undefined) return pause;
  const left = backoff.timeoutMilliseconds - elapsed;
  return left <= 0 ? null : Math.min(pause, left);
}
