// Many blocks, and more than a machine has: a count is not one block said often.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRelease } from '../../../src/kernel/release.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import type { Prediction } from '../../../src/predict/prediction.ts';
import { predict } from '../../../src/predict/predict.ts';
import { plainRequest } from '../../../src/request/plain-request.ts';
import type { MemoryPath } from '../../../src/request/request.ts';
import { booted } from '../../support/arbitrary-machine.ts';
import { textsOf } from '../../support/machine-text.ts';

/** 100,000 pages, of them 20,000 free in blocks of order 8 and 50,000 in the page cache; no swap. */
const machine = {
  ...textsOf({
    zones: [{ zone: 'Normal', managed: 100_000, min: 1000, low: 1250, high: 1500, file: 50_000, blocks: [0, 0, 0, 0, 0, 0, 0, 0, 80, 0, 0] }], // prettier-ignore
  }),
  meminfo: 'MemTotal: 400000 kB\nMemAvailable: 250000 kB\nSwapFree: 0 kB\nSwapTotal: 4000 kB\n',
};

function ask(path: MemoryPath, what: { order?: number; pages?: number; count?: number }): Prediction {
  const { order, pages, count = 1 } = what;
  const size = pages === undefined ? undefined : ({ amount: pages, unit: 'pages' } as const);
  const request = { ...plainRequest({ order, size, path }, 4096), count };
  return predict(request, snapshotOf(machine), parseRelease('6.12.1'));
}

describe('blocks of order 8 on a machine of 100,000 pages', () => {
  it.each<[number, string, boolean]>([
    // 70 blocks are free above the mark
    [1, 'available', false],
    [70, 'available', false],
    // 256 pages each: up to about 270 are free or in the cache
    [300, 'unavailable', false],
    [390, 'unavailable', false],
    // 391 are more than all pages
    [391, 'unavailable', true],
  ])('%i are %s, never: %s', (count, verdict, never) => {
    expect(ask('contiguous', { order: 8, count })).toMatchObject({ verdict, never });
  });

  it('more than the pages within reach is hardly to be had', () => {
    expect(ask('contiguous', { order: 8, count: 300 }).likelihood).toBeLessThanOrEqual(0.02);
  });
});

describe('single pages on that machine', () => {
  it.each<[MemoryPath, number, boolean]>([
    ['vmalloc', 101_000, false],
    ['vmalloc', 101_001, true],
    ['vmalloc-noretry', 100_000, false],
    ['vmalloc-noretry', 100_001, true],
  ])('%s of %i: never %s', (path, pages, never) => {
    expect(ask(path, { pages })).toMatchObject({ verdict: 'unavailable', never });
  });
});

it('more of a kind is never likelier', () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }));
  fc.assert(
    fc.property(booted, fc.nat(10), counts, ({ kernel, machine: made }, order, [a, b]) => {
      const snapshot = snapshotOf(textsOf(made));
      const at = (count: number): number => {
        const request = { ...plainRequest({ order, path: 'contiguous' }, 4096), count };
        return predict(request, snapshot, parseRelease(kernel.release)).likelihood;
      };
      expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)));
    }),
    { numRuns: 200 },
  );
});
