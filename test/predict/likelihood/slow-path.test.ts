import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseVersion } from '../../../src/kernel/version.ts';
import { parsePagetypeinfo } from '../../../src/machine/proc/pagetypeinfo.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import { likelihoodModel } from '../../../src/predict/likelihood/model.ts';
import { slowPathLikelihood } from '../../../src/predict/likelihood/slow-path.ts';
import { probability, scoreWith } from '../../../src/predict/likelihood/score.ts';
import {
  type FeatureName,
  type SlowPathFeatures,
  features,
  slowPathFeatures,
} from '../../../src/predict/likelihood/features.ts';
import { zonelistFor } from '../../../src/predict/zonelist.ts';
import { gfpTraits } from '../../../src/kernel/gfp.ts';
import { type MachineText, textsOf } from '../../support/machine-text.ts';

/** 256 MiB with 20 MiB free, nothing above order 5. */
const fragmented: MachineText = {
  format: '6.12',
  zones: [
    {
      zone: 'Normal',
      types: { Movable: [500, 400, 300, 100, 40, 10], Unmovable: [100, 60, 20] },
      pageblocks: { Movable: 100, Unmovable: 24, Reclaimable: 4 },
      min: 400,
      low: 500,
      high: 600,
      managed: 65_536,
      file: 20_000,
      anon: 20_000,
    },
  ],
};

const kernel = parseVersion('6.12.0');

const vmstat = 'compact_stall 10\ncompact_fail 8\ncompact_migrate_scanned 5000\ncompact_isolated 300\n';

function answer(
  order: number,
  gfp: string,
  machine = fragmented,
  change: { found?: boolean; vmstat?: string } = {},
) {
  const texts = { ...textsOf(machine), vmstat: change.vmstat ?? vmstat };
  const snapshot = { ...snapshotOf(texts), movableBlockFound: change.found ?? null };
  const traits = gfpTraits(gfp.split('|'));
  return slowPathLikelihood({
    order,
    traits,
    zonelist: zonelistFor(snapshot, traits.highestZone),
    snapshot,
    kernel,
  });
}

function withZone(change: Partial<MachineText['zones'][number]>): MachineText {
  return { ...fragmented, zones: fragmented.zones.map((zone) => ({ ...zone, ...change })) };
}

describe('the slow path by GFP flags', () => {
  const plain = answer(4, 'GFP_KERNEL').likelihood;

  it.each([
    ['GFP_KERNEL|__GFP_NORETRY', 'less'],
    ['GFP_KERNEL|__GFP_RETRY_MAYFAIL', 'more'],
    ['GFP_NOIO', 'less'],
    ['GFP_ATOMIC', 'less'],
  ])('%s is %s likely than GFP_KERNEL', (gfp, way) => {
    const { likelihood } = answer(4, gfp);
    expect(Math.sign(likelihood - plain)).toBe(way === 'more' ? 1 : -1);
  });

  it('does not weigh anything for a caller that cannot block', () => {
    expect(answer(7, 'GFP_ATOMIC')).toMatchObject({ likelihood: 0.05, terms: [] });
  });

  it('retries orders up to 3 until they succeed, but for __GFP_NORETRY', () => {
    expect(answer(3, 'GFP_KERNEL').likelihood).toBe(0.98);
    expect(answer(3, 'GFP_KERNEL|__GFP_NORETRY').likelihood).toBeLessThan(0.98);
    expect(answer(3, 'GFP_KERNEL', withZone({ file: 100 })).likelihood).toBe(0.75);
  });
});

describe('the bounds of the answer', () => {
  const easy = withZone({
    types: { Movable: [40_000] },
    pageblocks: { Movable: 128 },
    ...{ file: 25_000, low: 1, perCpu: [2000, 2000] },
  });
  const record = {
    vmstat: 'compact_stall 99\ncompact_fail 0\ncompact_migrate_scanned 1\ncompact_isolated 900\n',
  };

  // prettier-ignore
  it.each<[order: number, file: number, likelihood: number]>([
    // Page cache of more than 64 blocks of the order: 64 pages, 512 pages.
    [0, 64, 0.75], [0, 65, 0.98],
    [3, 512, 0.75], [3, 513, 0.98],
  ])('order %i with %i pages of cache: %d', (order, file, likelihood) => {
    expect(answer(order, 'GFP_KERNEL', withZone({ file })).likelihood).toBe(likelihood);
  });

  it('__GFP_RETRY_MAYFAIL gets three goes, and no more than an order that is retried for ever', () => {
    const [once, thrice] = [answer(7, 'GFP_KERNEL'), answer(7, 'GFP_KERNEL|__GFP_RETRY_MAYFAIL')];
    expect(once.likelihood).toBeLessThan(0.7);
    expect(thrice.likelihood).toBeCloseTo(1 - (1 - once.likelihood) ** 3, 12);
    expect(answer(4, 'GFP_KERNEL|__GFP_RETRY_MAYFAIL', easy, record).likelihood).toBe(0.98);
  });

  it('without __GFP_IO there is no compaction', () => {
    expect(answer(4, 'GFP_NOIO', easy, record).likelihood).toBe(0.15);
    expect(answer(4, 'GFP_NOFS', easy, record).likelihood).toBe(
      answer(4, 'GFP_KERNEL', easy, record).likelihood,
    );
  });

  it('is never surer than the trials were', () => {
    const surest = answer(4, 'GFP_KERNEL', easy, record).likelihood;
    expect(surest).toBeGreaterThan(0.9);
    expect(surest).toBeLessThanOrEqual(0.97);
    const hopeless = withZone({
      types: { Unmovable: [10] },
      min: 30_000,
      low: 40_000,
      high: 50_000,
      file: 0,
    });
    expect(answer(10, 'GFP_KERNEL|__GFP_NORETRY', hopeless, { found: false }).likelihood).toBe(0.01);
  });
});

describe('the model', () => {
  const known: SlowPathFeatures = {
    ...{ noRetry: 0, since72: 0, order: 8, near: 1, movableFree: 3, cover: 2, coverLow: -4, blockCover: -20 },
    ...{ perCpu: 1, perCpuLow: 0.2, isolated: -3, compactFail: 0.8 },
  };
  const names = Object.keys(features) as FeatureName[];
  const value = fc.oneof(fc.constant(null), fc.double({ min: -20, max: 20, noNaN: true }));
  it.each(names)('%s moves the answer the way its sign says', (name) => {
    fc.assert(
      fc.property(
        fc.record(
          Object.fromEntries(names.map((each) => [each, value])) as Record<FeatureName, typeof value>,
        ),
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (others, low, more) => {
          const at = (own: number): number => scoreWith(likelihoodModel, { ...others, [name]: own }).logOdds;
          expect((at(low + more) - at(low)) * features[name].sign).toBeGreaterThanOrEqual(-1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks for every feature', () => {
    const terms = scoreWith(likelihoodModel, known).terms.map((term) => term.name);
    expect(terms).toEqual(names);
  });

  it('adds up: the terms and the intercept give the likelihood', () => {
    const { terms, likelihood } = answer(8, 'GFP_KERNEL');
    const { start } = scoreWith(likelihoodModel, known);
    expect(terms[0]).toMatchObject({ name: 'start', value: start, weight: start });
    const logOdds = terms.reduce((sum, { weight }) => sum + weight, 0);
    expect(probability(logOdds)).toBeCloseTo(likelihood, 10);
  });

  it('lets what was not read move nothing', () => {
    const snapshot = snapshotOf({ buddyinfo: textsOf(fragmented).buddyinfo });
    const traits = gfpTraits(['GFP_KERNEL']);
    const zonelist = zonelistFor(snapshot, 'Normal');
    const values = slowPathFeatures({ order: 8, traits, zonelist, snapshot, kernel });
    const unread = { isolated: null, compactFail: null, cover: null, blockCover: null, perCpu: null };
    expect(values).toMatchObject({ ...unread, coverLow: null, perCpuLow: null });
    const names = scoreWith(likelihoodModel, values).terms.map(({ name }) => name);
    expect(names).toEqual(['noRetry', 'since72', 'order', 'near', 'movableFree']);
  });

  /** Under its low mark, with little that is free or can be reclaimed. */
  const tight = { types: { Movable: [300, 20], Unmovable: [60] }, low: 450, file: 40 };
  it.each<[string, MachineText]>([
    ['more page cache', withZone({ ...tight, file: 6000 })],
    ['more free movable pages', withZone({ ...tight, types: { Movable: [3000, 20], Unmovable: [60] } })],
    [
      'larger free blocks',
      withZone({ ...tight, types: { Movable: [0, 0, 0, 0, 19], Unmovable: [60], Reclaimable: [36] } }),
    ],
  ])('says more with %s', (_, machine) => {
    const usual = answer(6, 'GFP_KERNEL', withZone(tight)).likelihood;
    expect(answer(6, 'GFP_KERNEL', machine).likelihood).toBeGreaterThan(usual);
  });

  it('says less where compaction has a record of failing', () => {
    const failing = vmstat.replace('compact_stall 10\ncompact_fail 8', 'compact_stall 100\ncompact_fail 100');
    expect(answer(8, 'GFP_KERNEL', fragmented, { vmstat: failing }).likelihood).toBeLessThan(
      answer(8, 'GFP_KERNEL').likelihood,
    );
  });

  it('says less where a scan found no block without an unmovable page, and names that', () => {
    const scanned = answer(8, 'GFP_KERNEL', fragmented, { found: false });
    expect(scanned.likelihood).toBeLessThan(answer(8, 'GFP_KERNEL').likelihood);
    expect(scanned.terms.at(-1)?.name).toBe('movableBlock');
    expect(answer(8, 'GFP_KERNEL', fragmented, { found: true }).likelihood).toBe(
      answer(8, 'GFP_KERNEL').likelihood,
    );
  });
});

it('counts the movable free pages where pagetypeinfo was read, else all free pages', () => {
  const texts = textsOf(fragmented);
  expect(parsePagetypeinfo(texts.pagetypeinfo ?? '').pageblockOrder).toBe(9);
  const traits = gfpTraits(['GFP_KERNEL']);
  const value = (pagetypeinfo: string | undefined): number | null => {
    const snapshot = snapshotOf({ ...texts, pagetypeinfo });
    const zonelist = zonelistFor(snapshot, 'Normal');
    return slowPathFeatures({ order: 8, traits, zonelist, snapshot, kernel }).movableFree;
  };
  const movable = 500 + 800 + 1200 + 800 + 640 + 320;
  expect(value(texts.pagetypeinfo)).toBeCloseTo(Math.log2(movable / 256 + 1), 10);
  expect(value(undefined)).toBeCloseTo(Math.log2((movable + 100 + 120 + 80) / 256 + 1), 10);
});
