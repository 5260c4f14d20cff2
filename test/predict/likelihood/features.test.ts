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
    ...{ low: 200, managed: 1000, file: 100, perCpu: [6] },
  },
  {
    ...{ zone: 'Normal', types: { Movable: [0, 4], Unmovable: [32] }, reserve: [0, 5, 5], ...normal },
    ...{ low: 75, managed: 3000, file: 900, perCpu: [7, 3] },
  },
  {
    zone: 'Movable',
    types: { Movable: Array<number>(11).fill(9) },
    reserve: [0, 0, 0],
    managed: 9000,
    file: 9,
  },
];

function featuresOf(texts: ProcTexts, gfp = 'GFP_KERNEL'): SlowPathFeatures {
  const snapshot = snapshotOf(texts);
  const zonelist = zonelistFor(snapshot, 'Normal');
  return slowPathFeatures(4, gfpTraits(gfp.split('|')), zonelist, snapshot, parseVersion('6.12'));
}
const log = (amount: number): number => Math.log2(amount + 1);

describe('the features of a request of order 4', () => {
  const vmstat = 'compact_isolated 6\ncompact_migrate_scanned 62\ncompact_fail 3\ncompact_stall 8\n';
  const texts = { ...textsOf({ zones: zones() }), vmstat };

  it('are of the zones that it may use', () => {
    expect(featuresOf(texts)).toEqual({
      noRetry: 0,
      order: 4,
      // two blocks of order 3 and one of order 4
      nearBlocks: log(32 / 16),
      largeBlocks: log(16 / 16),
      // 32 single pages and 4 blocks of order 1
      movableFree: log(40 / 16),
      fileShare: 1000 / 4000,
      perCpu: log(16 / 16),
      // Normal is nearest: 40 free, 75 and 5 have to stay.
      deficit: log(40),
      isolated: log(6) - log(62),
      compactFail: 4 / 10,
    });
  });

  it('without zoneinfo and vmstat are few', () => {
    const unread = { fileShare: null, perCpu: null, deficit: null, isolated: null, compactFail: null };
    expect(featuresOf({ ...texts, zoneinfo: undefined, vmstat: undefined })).toMatchObject(unread);
    // One zone that is not printed is enough.
    const zoneinfo = texts.zoneinfo!.slice(texts.zoneinfo!.indexOf('Node 0, zone   Normal'));
    expect(featuresOf({ ...texts, zoneinfo })).toMatchObject({
      fileShare: null,
      perCpu: null,
      deficit: null,
    });
  });

  it('have no deficit where one zone is above its low mark', () => {
    expect(featuresOf(textsOf({ zones: zones({}, { types: { Movable: [81] } }) })).deficit).toBe(0);
    expect(featuresOf(textsOf({ zones: zones({}, { types: { Movable: [79] } }) })).deficit).toBe(log(1));
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
