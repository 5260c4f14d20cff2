import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Backoff, nextPause } from '../../src/guard/backoff.ts';

const pace = (more: Partial<Backoff>): Backoff => ({
  retries: 100,
  intervalMilliseconds: 1000,
  timeoutMilliseconds: undefined,
  ...more,
});

describe('nextPause', () => {
  it('doubles up to eight times the interval', () => {
    const pauses = [1, 2, 3, 4, 5, 50].map((retry) => nextPause(pace({}), retry, 0, 0.5));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it.each<[number, number]>([
    // draw, pause of 1000 ms
    [0, 800],
    [0.25, 900],
    [0.5, 1000],
    [1, 1200],
  ])('a draw of %d makes it %i', (draw, pause) => {
    expect(nextPause(pace({}), 1, 0, draw)).toBeCloseTo(pause, 6);
  });

  it.each<[string, Partial<Backoff>, number, number, number | null]>([
    // what, pace, retry, elapsed, pause
    ['no retries', { retries: 0 }, 1, 0, null],
    ['the last retry', { retries: 3 }, 3, 0, 4000],
    ['one more', { retries: 3 }, 4, 0, null],
    ['never past the deadline', { timeoutMilliseconds: 5000 }, 3, 2000, 3000],
    ['up to the deadline', { timeoutMilliseconds: 5000 }, 3, 1000, 4000],
    ['a millisecond before it', { timeoutMilliseconds: 5000 }, 3, 4999, 1],
    ['at the deadline', { timeoutMilliseconds: 5000 }, 3, 5000, null],
    ['after it, as after a slow read', { timeoutMilliseconds: 5000 }, 3, 9000, null],
    ['a deadline does not add retries', { retries: 1, timeoutMilliseconds: 5000 }, 2, 0, null],
    ['without end', { retries: Infinity }, 1e6, 1e9, 8000],
  ])('%s', (_, more, retry, elapsed, pause) => {
    expect(nextPause(pace(more), retry, elapsed, 0.5)).toBe(pause);
  });

  it('is within its bounds, and its pauses end by the deadline', () => {
    const any = fc.record({
      retries: fc.oneof(fc.nat(30), fc.constant(Infinity)),
      intervalMilliseconds: fc.integer({ min: 1, max: 60_000 }),
      timeoutMilliseconds: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 600_000 })),
    });
    const draw = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(700_000),
        draw,
        (given, retry, elapsed, random) => {
          const pause = nextPause(given, retry, elapsed, random);
          const due = given.timeoutMilliseconds ?? Infinity;
          expect(pause === null).toBe(retry > given.retries || elapsed >= due);
          if (pause === null) return;
          expect(pause).toBeGreaterThan(0);
          expect(pause).toBeLessThanOrEqual(given.intervalMilliseconds * 8 * 1.2 + 1e-9);
          expect(elapsed + pause).toBeLessThanOrEqual(due);
          if (due === Infinity) expect(pause).toBeGreaterThanOrEqual(given.intervalMilliseconds * 0.8 - 1e-9);
        },
      ),
    );
  });
});
