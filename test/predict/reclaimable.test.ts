// What reclaim could take, and from which file that is known.
import { describe, expect, it } from '@jest/globals';
import { type ProcTexts, snapshotOf } from '../../src/machine/snapshot.ts';
import { cleanFilePages, hasFreeSwap, ofNodes, reclaimablePages } from '../../src/predict/reclaimable.ts';
import { likelihoodOfCount } from '../../src/predict/likelihood/count.ts';
import { zonelistFor } from '../../src/predict/zonelist.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const normal = (more: Partial<ZoneText> = {}): ZoneText => ({ zone: 'Normal', blocks: [900], ...more });
const { buddyinfo } = textsOf({ zones: [normal()] });
const meminfo = 'Inactive(file): 400 kB\nActive(file): 240 kB\nDirty: 80 kB\nWriteback: 40 kB\n';
const vmstat = 'nr_inactive_file 70\nnr_active_file 30\nnr_dirty 11\nnr_writeback 5\n';

describe('clean pages of the cache', () => {
  // prettier-ignore
  it.each<[what: string, texts: ProcTexts, pageSize: number, pages: number]>([
    ['of every node, by zoneinfo',         textsOf({ zones: [normal({ file: 90, dirty: 20 }), normal({ node: 1, file: 7, dirty: 3 })] }), 4096, 74],
    ['by zoneinfo, whatever vmstat says',  { ...textsOf({ zones: [normal({ file: 90 })] }), vmstat, meminfo }, 4096, 90],
    ['by vmstat: 70 + 30 - 11 - 5',        { buddyinfo, vmstat }, 4096, 84],
    ['by vmstat before meminfo, in pages', { buddyinfo, vmstat, meminfo }, 65_536, 84],
    ['by meminfo: 520 KiB',                { buddyinfo, meminfo }, 4096, 130],
    ['by meminfo, in pages of 64 KiB',     { buddyinfo, meminfo }, 65_536, 8],
    ['all of it dirty',                    { buddyinfo, vmstat: 'nr_inactive_file 9\nnr_dirty 11\n' }, 4096, 0],
    ['all of it dirty, by zoneinfo',       textsOf({ zones: [normal({ file: 9, dirty: 11 })] }), 4096, 0],
    ['nothing was read',                   { buddyinfo }, 4096, 0],
  ])('%s', (_, texts, pageSize, pages) => {
    expect(cleanFilePages(snapshotOf(texts), pageSize)).toBe(pages);
  });

  it('less those under writeback', () => {
    const texts = textsOf({ zones: [normal({ file: 90, dirty: 20 })] });
    const zoneinfo = texts.zoneinfo!.replace(/nr_writeback( +)0/, 'nr_writeback$18');
    expect(cleanFilePages(snapshotOf({ ...texts, zoneinfo }))).toBe(90 - 20 - 8);
  });

  it('of one node are told by zoneinfo alone', () => {
    const texts = textsOf({ zones: [normal({ file: 90 }), normal({ node: 1, file: 7 })] });
    const of = (node: number, from: ProcTexts): number =>
      cleanFilePages(ofNodes(snapshotOf({ ...from, vmstat, meminfo }), [node]));
    expect([of(0, texts), of(1, texts), of(2, texts), of(0, { buddyinfo })]).toEqual([90, 7, 0, 0]);
  });
});

it.each([
  ['SwapFree: 4 kB\n', true],
  ['SwapFree: 0 kB\n', false],
  ['SwapTotal: 4 kB\n', false],
  [undefined, false],
])('free swap in %j: %s', (text, free) => {
  expect(hasFreeSwap(snapshotOf({ buddyinfo, meminfo: text }))).toBe(free);
});

it.each([
  [false, 90 + 5],
  [true, 90 + 5 + 33 + 1],
])('anonymous pages count where swap is free: %s', (swapFree, pages) => {
  const zones = [
    { zone: 'DMA32', blocks: [9], file: 5, anon: 1 },
    normal({ file: 90, anon: 33 }),
    { zone: 'Movable', blocks: [9], file: 700, anon: 700 },
  ];
  expect(reclaimablePages(zonelistFor(snapshotOf(textsOf({ zones })), 'Normal').zones, swapFree)).toBe(pages);
});

describe('the likelihood of several blocks of order 4, of which one has 0.8', () => {
  const zones = [
    normal({ blocks: [1000], min: 100, file: 60, anon: 40, reserve: [50, 50] }),
    { zone: 'Movable', blocks: [5000], file: 7, reserve: [0, 0] },
    // Under its mark: it gives nothing, and takes nothing from the others.
    normal({ node: 1, blocks: [10], min: 400, reserve: [50, 50] }),
  ];
  const texts = textsOf({ zones });
  const of = (count: number, served: number, more: Partial<ProcTexts> = {}, only = false): number => {
    const snapshot = snapshotOf({ ...texts, ...more });
    const zonelist = zonelistFor(snapshot, 'Normal', only ? { node: 0, only } : null);
    return likelihoodOfCount(0.8, { count, served, order: 4, pageSize: 4096 }, zonelist, snapshot);
  };

  // prettier-ignore
  it.each<[count: number, served: number, likelihood: number]>([
    [1, 0, 0.8],
    // Each doubling of what is missing has to go well too.
    [2, 1, 0.8], [2, 0, 0.8 ** 2], [4, 0, 0.8 ** 3], [9, 1, 0.8 ** 4], [3, 3, 0.8],
  ])('%i, %i of them free: %d', (count, served, likelihood) => {
    expect(of(count, served)).toBeCloseTo(likelihood, 10);
  });

  // prettier-ignore
  it.each<[what: string, meminfo: string | undefined, only: boolean, most: number]>([
    // 1,000 - 100 - 50 above the mark and reserve, and 60 of cache: 910 pages hold 56 blocks.
    ['the zones alone',                  undefined, false, 56],
    ['with swap for 40 anonymous pages', 'SwapFree: 4 kB\n', false, 59],
    // What MemAvailable counts beside.
    ['MemAvailable of 1,600 pages',      'MemAvailable: 6400 kB\n', false, 100],
    ['MemAvailable of fewer',            'MemAvailable: 4 kB\n', false, 56],
    ['on one node MemAvailable is none', 'MemAvailable: 6400 kB\n', true, 56],
  ])('%s: pages for %j', (_, text, only, most) => {
    const at = (count: number): number => of(count, 0, { meminfo: text }, only);
    expect(at(most)).toBeGreaterThan(0.02);
    expect(at(most + 1)).toBe(0.02);
  });

  it('without zoneinfo all that is free may be given', () => {
    const at = (count: number): number => of(count, 0, { zoneinfo: undefined });
    // 1,000 and 10 pages hold 63 blocks.
    expect(at(63)).toBeGreaterThan(0.02);
    expect(at(64)).toBe(0.02);
  });
});
