// What the model weighs, counted by hand on a machine of two zones and one that the request may not use.
import { describe, expect, it } from '@jest/globals';
import { gfpTraits } from '../../../src/kernel/gfp.ts';
import { parseVersion } from '../../../src/kernel/version.ts';
import { type ProcTexts, snapshotOf } from '../../../src/machine/snapshot.ts';
import { type SlowPathFeatures, slowPathFeatures } from '../../../src/predict/likelihood/features.ts';
import { slowPathLikelihood } from '../../../src/predict/likelihood/slow-path.ts';
import { zonelistFor } from '../../../src/predict/zonelist.ts';
import { type ZoneText, textsOf } from '../../support/machine-text.ts';

/** 64 pages free in DMA32, of them 16 in a block of order 4; 40 in Normal; Movable is for others. */
const zones = (dma32: Partial<ZoneText> = {}, normal: Partial<ZoneText> = {}): ZoneText[] => [
  {
    ...{
      zone: 'DMA32',
      types: { Movable: [32], Unmovable: [0, 0, 0, 2, 1] },
      reserve: [0, 30, 30],
      ...dma32,
    },
    ...{ min: 100, low: 200, managed: 1000, file: 100, perCpu: [6] },
    ...dma32,
  },
  {
    ...{ zone: 'Normal', types: { Movable: [0, 4], Unmovable: [32] }, reserve: [0, 5, 5], ...normal },
    ...{ min: 50, low: 75, managed: 3000, file: 900, perCpu: [7, 3] },
    ...normal,
  },
  {
    zone: 'Movable',
    types: { Movable: Array<number>(11).fill(9) },
    reserve: [0, 0, 0],
    managed: 9000,
    file: 9,
  },
];

function featuresOf(texts: ProcTexts, gfp = 'GFP_KERNEL', version = '6.12', order = 4): SlowPathFeatures {
  const snapshot = snapshotOf(texts);
  const traits = gfpTraits(gfp.split('|'));
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  return slowPathFeatures({ order, traits, zonelist, snapshot, kernel: parseVersion(version) });
}
const log = (amount: number): number => Math.log2(amount + 1);

describe('the features of a request of order 4', () => {
  const vmstat = 'compact_isolated 6\ncompact_migrate_scanned 62\ncompact_fail 3\ncompact_stall 8\n';
  const texts = { ...textsOf({ zones: zones() }), vmstat };

  it('are of the zones that it may use', () => {
    expect(featuresOf(texts)).toEqual({
      noRetry: 0,
      since72: 0,
      order: 4,
      // any block is a sixteenth of order 4 or more
      near: log(104 / 16),
      // 32 single pages and 4 blocks of order 1
      movableFree: log(40 / 16),
      // 1,000 pages of cache; Normal lacks 50 and 5 and 16 less the 40 that are free, DMA32 100 and 30 and 16 less 64
      cover: log((1000 - 31) / 16),
      // Normal: 900 of its own, and 75 and 5 and 32 less 40
      coverLow: log((900 - 72) / 16),
      // DMA32 has the one block, and 100 pages of cache for the 82 that it lacks
      blockCover: log((100 - 82) / 16),
      perCpu: log(16 / 16),
      perCpuLow: 16 / 275,
      isolated: log(6) - log(62),
      compactFail: 4 / 10,
    });
  });

  it('without zoneinfo and vmstat are few', () => {
    const unmarked = { cover: null, coverLow: null, blockCover: null, perCpu: null, perCpuLow: null };
    expect(featuresOf({ ...texts, zoneinfo: undefined, vmstat: undefined })).toMatchObject({
      ...{ ...unmarked, isolated: null, compactFail: null },
    });
    // One zone that is not printed is enough.
    const zoneinfo = texts.zoneinfo!.slice(texts.zoneinfo!.indexOf('Node 0, zone   Normal'));
    expect(featuresOf({ ...texts, zoneinfo })).toMatchObject(unmarked);
  });

  // prettier-ignore
  it.each<[what: string, dma32: Partial<ZoneText>, normal: Partial<ZoneText>, expected: Partial<Record<keyof SlowPathFeatures, number>>]>([
    ['what reclaim makes up to the page',   { file: 82 }, {},             { blockCover: 0 }],
    ['a page less lacks',                   { file: 81 }, {},             { blockCover: -log(1) }],
    ['no zone has a block',                 { types: { Movable: [64] } }, {}, { blockCover: -20 }],
    ['the block is CMA',                    { types: { CMA: [0, 0, 0, 0, 1] }, cma: 16 }, {}, { blockCover: -20 }],
    ['CMA is no free page for it',          { cma: 20 }, {},              { blockCover: -log(2) }],
    ['the mark',                            { min: 119 }, {},             { blockCover: -log(1) }],
    ['the reserve',                         { reserve: [0, 49, 49] }, {}, { blockCover: -log(1) }],
    ['the nearest zone counts',             {}, { min: 1000 },            { cover: log((1000 - 82) / 16) }],
    ['all lack more than there is',         { min: 2000, file: 0 }, { min: 2000, file: 10 }, { cover: -log(2000 + 5 + 16 - 40 - 10) }],
    ['its own cache for the low mark',      {}, { file: 62 },             { coverLow: -log(10) }],
    ['more free than the low mark',         {}, { types: { Movable: [120] }, file: 0 }, { coverLow: log(8 / 16) }],
  ])('coverage: %s', (_, dma32, normal, expected) => {
    const found = featuresOf(textsOf({ zones: zones(dma32, normal) }));
    for (const [name, value] of Object.entries(expected)) expect([name, found[name as keyof SlowPathFeatures]]).toEqual([name, expect.closeTo(value, 10)]);
  });

  it('anonymous pages can be reclaimed where swap is free', () => {
    const at = (free: number): number | null =>
      featuresOf({
        ...textsOf({ zones: zones({ anon: 160 }) }),
        meminfo: `SwapTotal: 9 kB\nSwapFree: ${free} kB\n`,
      }).blockCover;
    expect([at(0), at(4)]).toEqual([log(18 / 16), log(178 / 16)]);
  });

  // prettier-ignore
  it.each([
    ['GFP_KERNEL', '6.19', 0, 0], ['GFP_KERNEL', '7.0', 0, 0], ['GFP_KERNEL', '7.2', 0, 1],
    ['GFP_KERNEL|__GFP_NORETRY', '6.19', 2, 0], ['GFP_KERNEL|__GFP_NORETRY', '7.0', 1, 0],
    ['GFP_KERNEL|__GFP_NORETRY', '7.1', 1, 0], ['GFP_KERNEL|__GFP_NORETRY', '7.2', 1, 1],
  ])('by kernel: %s on %s', (gfp, version, noRetry, since72) => {
    expect(featuresOf(texts, gfp, version)).toMatchObject({ noRetry, since72 });
  });

  it('mean the same in pages of 4 and of 64 KiB: a machine of as many blocks', () => {
    // As many pages sixteenfold, and orders four higher: the same bytes in smaller pages.
    const grown = (zone: ZoneText): ZoneText => ({
      ...zone,
      types: { Movable: [0, 0, 0, 0, ...(zone.types?.Movable ?? [])] },
      ...{ min: 16 * (zone.min ?? 0), low: 16 * (zone.low ?? 0), file: 16 * (zone.file ?? 0) },
      ...{ managed: 16 * (zone.managed ?? 0), perCpu: [16 * 9] },
    });
    const small = zones(
      { types: { Movable: [32, 0, 0, 0, 1] }, reserve: [0, 0, 0], perCpu: [9] },
      { types: { Movable: [40, 3] }, reserve: [0, 0, 0], perCpu: [9] },
    );
    const [large, fine] = [small, small.map(grown)].map((each) => textsOf({ orders: 15, zones: each }));
    const both = [featuresOf(large!), featuresOf(fine!, 'GFP_KERNEL', '6.12', 8)];
    for (const name of [
      'movableFree',
      'near',
      'cover',
      'coverLow',
      'blockCover',
      'perCpu',
      'perCpuLow',
    ] as const)
      expect([name, both[1]![name]]).toEqual([name, expect.closeTo(both[0]![name]!, 10)]);
  });

  it('count nothing on a Movable list that is not printed', () => {
    const pagetypeinfo = texts.pagetypeinfo?.replaceAll(/^.*type +Movable .*\n/gm, '');
    expect(featuresOf({ ...texts, pagetypeinfo }).movableFree).toBe(0);
  });
});

describe('without the model', () => {
  it.each<[what: string, gfp: string, order: number, likelihood: number]>([
    ['who cannot block', 'GFP_ATOMIC', 4, 0.05],
    ['a small order with cache', 'GFP_KERNEL', 3, 0.98],
    ['a small order with too little cache', 'GFP_KERNEL', 3, 0.75],
    ['a small order on one node', 'GFP_KERNEL|__GFP_THISNODE', 3, 0.3],
  ])('no term moves it: %s', (what, gfp, order, likelihood) => {
    const normal: ZoneText = { zone: 'Normal', blocks: [9], file: what.endsWith('with cache') ? 513 : 512 };
    const snapshot = snapshotOf(textsOf({ zones: [normal] }));
    const traits = gfpTraits(gfp.split('|'));
    const zonelist = zonelistFor(snapshot, 'Normal', { node: 0, only: traits.thisNode });
    const found = slowPathLikelihood({ order, traits, zonelist, snapshot, kernel: null });
    expect(found).toMatchObject({ likelihood, terms: [] });
  });
});
