import { UsageError } from '../errors.ts';

/** More often than that looking itself would show in what is seen. */
const leastMilliseconds = 1000;

/** @throws UsageError if looks would follow each other too fast */
export function requireEvery(everyMilliseconds: number): void {
  if (everyMilliseconds < leastMilliseconds) throw new UsageError('--every: expected at least 1s');
}
