import type { Sample } from './lines.ts';

/** A sample stands for the time until the next one; without one for so many intervals nothing was recorded. */
const maxMissed = 3;
const leastGapMilliseconds = 60_000;

/** How long a sample stands for what comes after it, in milliseconds since the epoch as its own time. */
export function standsUntil(at: number, intervalMilliseconds: number): number {
  return at + Math.max(leastGapMilliseconds, maxMissed * intervalMilliseconds);
}

/** Of the samples of a record, as they come, those that stand for some moments. */
export class StandingAt {
  readonly #times: readonly number[];
  readonly #found = new Map<number, Sample>();
  #last: Sample | null = null;
  #interval = 0;

  /** @param times milliseconds since the epoch, in any order */
  constructor(times: readonly number[]) {
    this.#times = [...new Set(times)].sort((a, b) => a - b);
  }

  add(sample: Sample): void {
    this.#settle(sample.at);
    this.#interval = this.#last ? Math.max(0, sample.at - this.#last.at) : 0;
    this.#last = sample;
  }

  /** All samples have come. */
  end(): void {
    this.#settle(Infinity);
  }

  /** The sample that stands for one of the moments; null where nothing was recorded then. */
  of(time: number): Sample | null {
    return this.#found.get(time) ?? null;
  }

  /** The last sample stands until the next one. */
  #settle(next: number): void {
    const last = this.#last;
    if (!last) return;
    const until = Math.min(next - 1, standsUntil(last.at, this.#interval));
    for (let i = this.#firstFrom(last.at); i < this.#times.length; i++) {
      const time = this.#times[i] ?? Infinity;
      if (time > until) return;
      this.#found.set(time, last);
    }
  }

  #firstFrom(at: number): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
