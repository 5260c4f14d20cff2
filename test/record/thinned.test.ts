import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SetBacks } from '../../src/record/set-backs.ts';
import { StandingAt } from '../../src/record/standing-at.ts';
import type { Sample } from '../../src/record/lines.ts';
import { Thinned } from '../../src/record/thinned.ts';

describe('a series that is thinned', () => {
  const thinned = (times: readonly number[], max: number, reach?: number): number[] => {
    const series = new Thinned<{ at: number }>(max, reach);
    for (const at of times) series.add({ at });
    return series.items().map(({ at }) => at);
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

  it.each([0, 1, 9, 10])('of %d items is whole', (count) => {
    expect(thinned(upTo(count), 10)).toEqual(upTo(count));
  });

  it('has as many as are wanted, the first and the last among them, and no gap wider than two usual ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 5000 }), fc.integer({ min: 2, max: 40 }), (count, max) => {
        fc.pre(count > max);
        const found = thinned(upTo(count), max);
        expect([found.length, found[0], found.at(-1)]).toEqual([max, 0, count - 1]);
        const gaps = found.slice(1).map((at, i) => at - found[i]!);
        expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * (count - 1)) / (max - 1) + 1);
      }),
    );
  });

  it('has only what is within reach of the last one', () => {
    const found = thinned(upTo(100_000), 50, 1000);
    expect([found.length, found.at(-1)]).toEqual([50, 99_999]);
    expect(found[0]!).toBeGreaterThanOrEqual(98_999);
    expect(found[0]!).toBeLessThan(99_100);
  });

  it('is in the order of times, whatever the clock did', () => {
    expect(thinned([5, 6, 3, 4, 9], 10)).toEqual([3, 4, 5, 6, 9]);
  });
});

const sampleAt = (at: number): Sample => ({ at }) as Sample;

describe('the sample that stands for a moment', () => {
  const standing = (samples: readonly number[], ...times: number[]): (number | null)[] => {
    const found = new StandingAt(times);
    for (const at of samples) found.add(sampleAt(at));
    found.end();
    return times.map((time) => found.of(time)?.at ?? null);
  };
  const minute = 60_000;

  it.each<[string, number[], number[], (number | null)[]]>([
    ['before, at and after samples', [10, 20, 30], [9, 10, 19, 20, 30, 31], [null, 10, 10, 20, 30, 30]],
    ['up to a minute after the last', [10], [10 + minute, 11 + minute], [10, null]],
    ['up to three intervals after it', [0, minute], [4 * minute, 4 * minute + 1], [minute, null]],
    ['in a gap', [0, 10, 10 * minute], [10 + minute, 11 + minute], [10, null]],
    ['where the clock was set back: the later', [10, 20, 15, 25], [12, 17, 22, 26], [10, 15, 15, 25]],
  ])('%s', (_, samples, times, expected) => {
    expect(standing(samples, ...times)).toEqual(expected);
  });
});

describe('a clock that was set back', () => {
  const sentence = (...times: number[]): string | null => {
    const setBacks = new SetBacks();
    for (const at of times) setBacks.add({ at });
    return setBacks.sentence('f');
  };

  it('is told once, with the first time', () => {
    expect(sentence(0, 1000, 1000, 2000)).toBeNull();
    expect(sentence(5000, 2000, 3000)).toMatch(
      /^f: its clock was set back 1 time from 1970-01-01T00:00:05Z to 1970-01-01T00:00:02Z: samples are/,
    );
    expect(sentence(5000, 2000, 3000, 1000)).toMatch(
      /^f: its clock was set back 2 times, first from 1970-01-01T00:00:05Z to/,
    );
  });
});
