import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compactedBetween,
  loadPerCpu,
  nodesToCompact,
  cooldownAfter,
} from '../../../src/guard/remedies/conditions.ts';
import type { ZonePrediction } from '../../../src/predict/zone-prediction.ts';
import { zoneOf } from '../../support/answers.ts';

const zone = (given: Partial<ZonePrediction>): ZonePrediction =>
  zoneOf({ freePages: 10_000, fits: false, ...given });

describe('nodesToCompact', () => {
  it.each<[string, ZonePrediction[], number, number[]]>([
    ['pages above min and the block', [zone({ freePages: 1000 + 16 + 1 })], 4, [0]],
    ['not one page above it', [zone({ freePages: 1000 + 16 })], 4, []],
    ['a smaller block', [zone({ freePages: 1000 + 8 + 1 })], 3, [0]],
    ['not one page above that', [zone({ freePages: 1000 + 8 })], 3, []],
    ['the reserve counts', [zone({ freePages: 1000 + 500 + 16, lowmemReservePages: 500 })], 4, []],
    ['above the reserve', [zone({ freePages: 1000 + 500 + 16 + 1, lowmemReservePages: 500 })], 4, [0]],
    ['a zone that the request may not use', [zone({ allowed: false })], 4, []],
    ['a zone that serves it already', [zone({ fits: true })], 4, []],
    ['a zone whose marks were not read', [zone({ watermarkPages: null })], 4, []],
    ['single pages need no compaction', [zone({})], 0, []],
    [
      'each node once, in order',
      [zone({ node: 3 }), zone({ node: 1 }), zone({ node: 1, zone: 'DMA32' })],
      4,
      [1, 3],
    ],
    ['only the node that has them', [zone({ node: 0, freePages: 0 }), zone({ node: 1 })], 4, [1]],
  ])('%s', (_, zones, order, nodes) => {
    expect(nodesToCompact(zones, order)).toEqual(nodes);
  });
});

describe('loadPerCpu', () => {
  it.each<[string | undefined, string | undefined, number | null]>([
    ['3.00 1.00 0.50 1/99 12\n', 'cpu  1 2\ncpu0 1 2\ncpu1 1 2\nintr 5\n', 1.5],
    ['0.00 1.00 0.50 1/99 12\n', 'cpu  1 2\ncpu0 1 2\n', 0],
    [undefined, 'cpu0 1\n', null],
    ['3.00 1 1\n', undefined, null],
    ['3.00 1 1\n', 'cpu  1 2\n', null],
    ['nonsense', 'cpu0 1\n', null],
    [`${'9'.repeat(400)}.00 1 1\n`, 'cpu0 1\n', null],
  ])('%j over %j is %j', (loadavg, stat, expected) => {
    expect(loadPerCpu(loadavg, stat)).toBe(expected);
  });
});

describe('compactedBetween', () => {
  const base = {
    compact_migrate_scanned: 100,
    compact_isolated: 10,
    compact_stall: 5,
    compact_daemon_wake: 7,
  };
  it.each<[string, Record<string, number>, 'kcompactd' | 'another' | null]>([
    ['nothing moved', {}, null],
    ['other counters moved', { pgalloc_normal: 99 }, null],
    ['pages were scanned', { compact_migrate_scanned: 101 }, 'another'],
    ['pages were isolated', { compact_isolated: 11 }, 'another'],
    ['allocations compacted for themselves', { compact_migrate_scanned: 101, compact_stall: 6 }, null],
    ['kcompactd woke', { compact_daemon_wake: 8 }, 'kcompactd'],
    ['kcompactd scanned', { compact_daemon_migrate_scanned: 1, compact_migrate_scanned: 101 }, 'kcompactd'],
    ['counters that began anew', { compact_migrate_scanned: 1 }, null],
  ])('%s', (_, moved, expected) => {
    const before = new Map(Object.entries(base));
    expect(compactedBetween(before, new Map(Object.entries({ ...base, ...moved })))).toBe(expected);
  });

  it('does not know without /proc/vmstat', () => {
    expect(compactedBetween(null, new Map())).toBeNull();
    expect(compactedBetween(new Map(), null)).toBeNull();
  });
});

describe('restAfter', () => {
  it.each([
    [0, 5_000],
    [1, 30_000],
    [2, 60_000],
    [5, 480_000],
    [6, 480_000],
  ])('%i useless attempts in a row: %i ms', (useless, milliseconds) => {
    expect(cooldownAfter(useless, 5000)).toBe(milliseconds);
  });

  it('never becomes shorter with another useless attempt, and never is shorter than after one that helped', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(1_000_000), (useless, base) => {
        expect(cooldownAfter(useless + 1, base)).toBeGreaterThanOrEqual(cooldownAfter(useless, base));
        expect(cooldownAfter(useless, base)).toBeGreaterThanOrEqual(base);
      }),
    );
  });
});
