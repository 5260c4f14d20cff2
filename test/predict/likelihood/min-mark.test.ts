// The min mark bounds what the model says: twins on both sides of what reclaim can make up.
import { describe, expect, it } from '@jest/globals';
import { gfpTraits } from '../../../src/kernel/gfp.ts';
import { parseVersion } from '../../../src/kernel/version.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import { minMarkBounds } from '../../../src/predict/likelihood/min-mark.ts';
import { zonelistFor } from '../../../src/predict/zonelist.ts';
import { type ZoneText, textsOf } from '../../support/machine-text.ts';

/** 74 pages free, 64 of them in a block of order 6; 100 have to stay. */
const zone: ZoneText = {
  zone: 'Normal',
  types: { Movable: [10], Unmovable: [0, 0, 0, 0, 0, 0, 1] },
  ...{ min: 100, low: 125, high: 150, managed: 10_000 },
};

function bounds(zones: ZoneText[], gfp = 'GFP_KERNEL', order = 6, swapFreeKib = 0) {
  const meminfo = `SwapTotal: 1000 kB\nSwapFree: ${swapFreeKib} kB\n`;
  const snapshot = snapshotOf({ ...textsOf({ zones }), meminfo });
  const traits = gfpTraits(gfp.split('|'));
  const zonelist = zonelistFor(snapshot, 'Normal');
  return minMarkBounds({ order, traits, zonelist, snapshot, kernel: parseVersion('6.12') });
}

describe('a zone that lacks 90 pages to its min mark and the request', () => {
  // prettier-ignore
  it.each<[what: string, change: Partial<ZoneText>, gfp: string, order: number, least: number, most: number]>([
    ['90 pages of cache make it up', { file: 90 }, 'GFP_KERNEL', 6, 0.6, 1],
    ['89 do not', { file: 89 }, 'GFP_KERNEL', 6, 0, 0.1],
    ['one reclaim need not make up all', { file: 90 }, 'GFP_KERNEL|__GFP_NORETRY', 6, 0, 1],
    ['and cannot make up more than there is', { file: 89 }, 'GFP_KERNEL|__GFP_NORETRY', 6, 0, 0.1],
    ['no block of the order is free', { file: 200 }, 'GFP_KERNEL', 7, 0, 1],
    ['the block is on a list that others have', { file: 90, types: { Movable: [10], HighAtomic: [0, 0, 0, 0, 0, 0, 1] } }, 'GFP_KERNEL', 6, 0, 1],
    ['the reserve counts', { file: 90, reserve: [1, 1, 1] }, 'GFP_KERNEL', 6, 0, 0.1],
    ['CMA is no free page for it', { file: 90, cma: 1 }, 'GFP_KERNEL', 6, 0, 0.1],
    ['but for what can be moved', { file: 90, cma: 1 }, 'GFP_HIGHUSER_MOVABLE', 6, 0.6, 1],
    ['anonymous pages do not count', { file: 0, anon: 500 }, 'GFP_KERNEL', 6, 0, 0.1],
  ])('%s', (_, change, gfp, order, least, most) => {
    expect(bounds([{ ...zone, ...change }], gfp, order)).toEqual({ least, most });
  });

  it('anonymous pages count where there is swap', () => {
    expect(bounds([{ ...zone, file: 0, anon: 500 }], 'GFP_KERNEL', 6, 4)).toEqual({ least: 0.6, most: 1 });
  });

  it('is no more than a zone: another one above its mark leaves it to the model', () => {
    const other: ZoneText = {
      zone: 'DMA32',
      types: { Movable: [500] },
      ...{ min: 10, low: 12, high: 15, managed: 5000 },
    };
    expect(bounds([other, { ...zone, file: 89 }])).toEqual({ least: 0, most: 1 });
    expect(bounds([other, { ...zone, file: 90 }])).toEqual({ least: 0.6, most: 1 });
    // Another zone's cache does not raise this one's free pages.
    expect(
      bounds([
        { ...other, file: 900 },
        { ...zone, file: 89 },
      ]).least,
    ).toBe(0);
  });
});
