// Where a rule changed between two releases: the same machine and request, answered for the last release before and the
// first one with the change. A kernel developer can check each line against mm/page_alloc.c of the two.
import { describe, expect, it } from '@jest/globals';
import { gfpTraits } from '../../src/kernel/gfp.ts';
import { minPageblockOrder } from '../../src/kernel/pageblock-order.ts';
import { parseVersion } from '../../src/kernel/version.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { highatomicBounds, maxHighatomicPages } from '../../src/predict/highatomic.ts';
import { servingPages } from '../../src/predict/free-lists.ts';
import { slowPathFeatures } from '../../src/predict/likelihood/features.ts';
import { singlePagesAboveMark } from '../../src/predict/single-pages.ts';
import { countsHighatomic, discountedMark, watermarkTest } from '../../src/predict/watermark.ts';
import { zonelistFor } from '../../src/predict/zonelist.ts';
import { type ZoneText, type ZoneinfoFormat, textsOf } from '../support/machine-text.ts';

const kernel = (version: string) => parseVersion(version);
const traitsOf = (gfp: string) => gfpTraits(gfp.split('|'));

/** One zone, Normal, as zoneinfo of 6.12 prints it, with or without pagetypeinfo. */
function state(zone: Partial<ZoneText>, isTyped = true, format: ZoneinfoFormat = '6.12') {
  const texts = textsOf({ format, zones: [{ zone: 'Normal', managed: 1_000_000, ...zone }] });
  const snapshot = snapshotOf(isTyped ? texts : { ...texts, pagetypeinfo: undefined });
  const zonelist = zonelistFor(snapshot, 'Normal');
  const [first] = zonelist.zones;
  if (!first?.info) throw new Error('no zone');
  return { snapshot, zonelist, zone: first, info: first.info };
}

describe('HighAtomic pages in favour of a request', () => {
  // prettier-ignore
  it.each<[gfp: string, order: number, version: string, counted: boolean]>([
    // A single page was let in by zone_watermark_fast() from 4.7 to 5.8.
    ['GFP_KERNEL', 0, '4.6', false], ['GFP_KERNEL', 0, '4.7', true],
    ['GFP_KERNEL', 0, '5.8', true],  ['GFP_KERNEL', 0, '5.9', false],
    ['GFP_KERNEL', 1, '5.8', false],
    // ALLOC_HARDER alone or __GFP_HIGH alone: since ALLOC_RESERVES of 6.3.
    ['GFP_NOWAIT', 1, '6.2', false], ['GFP_NOWAIT', 1, '6.3', true],
    ['GFP_KERNEL|__GFP_HIGH', 1, '6.2', false], ['GFP_KERNEL|__GFP_HIGH', 1, '6.3', true],
    // GFP_ATOMIC always; who may use every reserve, too; GFP_KERNEL never.
    ['GFP_ATOMIC', 1, '4.4', true],  ['GFP_KERNEL|__GFP_MEMALLOC', 1, '4.4', true],
    ['GFP_KERNEL', 1, '6.3', false],
  ])('%s, order %i, %s: %s', (gfp, order, version, counted) => {
    expect(countsHighatomic(order, traitsOf(gfp), kernel(version))).toBe(counted);
  });

  // prettier-ignore
  it.each<[version: string, typed: number, bounds: [number, number]]>([
    // Before 4.4 there are none. To 6.11 the whole pageblocks count, from 6.12 on what is free in them.
    ['4.3', 3, [0, 0]], ['4.4', 3, [1024, 1024]], ['6.11', 3, [1024, 1024]], ['6.12', 3, [3, 3]],
  ])('by pagetypeinfo on %s', (version, typed, bounds) => {
    const { zone, zonelist } = state({
      types: { Movable: [5000], HighAtomic: [typed] }, pageblocks: { Movable: 100, HighAtomic: 2 },
    });
    expect(highatomicBounds(zone, zonelist, kernel(version))).toEqual(bounds);
  });

  // prettier-ignore
  it.each<[what: string, version: string, format: ZoneinfoFormat, bounds: [number, number]]>([
    ['zoneinfo counts them from 6.19 on', '6.19', '6.19', [48, 48]],
    ['before it tells nothing',           '6.18', '6.16', [0, 10_000 + 1024]],
  ])('without pagetypeinfo: %s', (_, version, format, bounds) => {
    const { zone, zonelist } = state({ blocks: [5000], freeHighatomic: 48 }, false, format);
    expect(highatomicBounds(zone, zonelist, kernel(version))).toEqual(bounds);
  });

  it('without zoneinfo may be all', () => {
    const { zone, zonelist } = state({ blocks: [5000] }, false);
    expect(highatomicBounds({ ...zone, info: null }, zonelist, kernel('6.12'))).toEqual([0, Infinity]);
  });

  it('that no list is printed for are none', () => {
    const { zone, zonelist } = state({ types: { Movable: [5000] } });
    const types = { ...zone.types!, freeBlocks: { Movable: [5000] } };
    expect(highatomicBounds({ ...zone, types }, zonelist, kernel('6.12'))).toEqual([0, 0]);
  });

  // prettier-ignore
  it.each<[what: string, managed: number, release: string, most: number]>([
    ['there are none',                       100_000, '4.3.0-amd64', 0],
    // 1 % of the zone, rounded up to pageblocks, and one of the largest order that overshoots.
    ['1 % and twice the largest block',      100_000, '4.4.0-amd64', 1000 + 2048],
    ['the last with it',                     100_000, '6.7.0-amd64', 1000 + 2048],
    ['1 % and the largest block',            100_000, '6.8.0-amd64', 1000 + 1024],
    ['1 % is a pageblock',                    51_200, '6.8.0-amd64',  512 + 1024],
    ['1 % is a page less',                    51_199, '6.8.0-amd64', 0],
    // From 6.16 on a pageblock may be as small as two pages.
    ['1 % of a page less, 6.15',              51_199, '6.15.0-amd64', 0],
    ['1 % of a page less, 6.16',              51_199, '6.16.0-amd64', 511 + 1024],
    ['1 % is one page, 6.16',                    199, '6.16.0-amd64', 0],
    ['1 % is two pages, 6.16',                   200, '6.16.0-amd64', 2 + 1024],
  ])('at most, %s (%i pages, %s)', (_, managed, release, most) => {
    const { zone } = state({ blocks: [10], managed }, false);
    expect(maxHighatomicPages(zone, kernel(release))).toBe(most);
  });
});

describe('free lists', () => {
  const types = { Movable: [8], Unmovable: [4], HighAtomic: [2], Reserve: [1], CMA: [16], Isolate: [32] };
  const serves = (gfp: string, version: string, order = 0, defragMode = false): number => {
    const { zone, zonelist } = state({ types }, true, version.startsWith('4.') ? '3.10' : '6.12');
    const question = { order, traits: traitsOf(gfp), kernel: kernel(version), defragMode };
    return servingPages(zone, { ...question, pageTypes: zonelist.pageTypes })[0];
  };

  // prettier-ignore
  it.each<[gfp: string, version: string, pages: number]>([
    // MIGRATE_RESERVE was for all, until HighAtomic took its place in 4.4.
    ['GFP_KERNEL', '4.3', 13], ['GFP_KERNEL', '4.4', 12],
    // A single page of a caller that cannot block: from HighAtomic lists since 6.12.
    ['GFP_NOWAIT', '6.11', 12], ['GFP_NOWAIT', '6.12', 14],
    ['GFP_ATOMIC', '6.11', 12], ['GFP_ATOMIC', '6.12', 14],
    ['GFP_HIGHUSER_MOVABLE', '6.12', 28],
  ])('%s on %s: %i pages', (gfp, version, pages) => {
    expect(serves(gfp, version)).toBe(pages);
  });

  it('a kernel without CONFIG_CMA prints no such list', () => {
    const { zone, zonelist } = state({ types: { Movable: [8] } });
    const question = { order: 0, traits: traitsOf('GFP_HIGHUSER_MOVABLE'), kernel: kernel('6.12') };
    const without = { ...zone, types: { ...zone.types!, freeBlocks: { Movable: [8] } } };
    const lists = { ...question, defragMode: false, pageTypes: zonelist.pageTypes };
    expect(servingPages(without, lists)).toEqual([8, 8]);
  });

  it('a larger block of a caller that cannot block comes from HighAtomic lists for GFP_ATOMIC alone', () => {
    const { zone, zonelist } = state({ types: { Movable: [0, 8], HighAtomic: [0, 2] } });
    const pages = (gfp: string): number =>
      servingPages(zone, {
        ...{ order: 1, traits: traitsOf(gfp), kernel: kernel('6.12'), defragMode: false },
        pageTypes: zonelist.pageTypes,
      })[0];
    expect([pages('GFP_KERNEL'), pages('GFP_NOWAIT'), pages('GFP_ATOMIC')]).toEqual([16, 16, 20]);
  });

  // prettier-ignore
  it.each<[gfp: string, version: string, order: number, pages: number]>([
    // vm.defrag_mode keeps a request to its own type, but for whole pageblocks; who cannot block is let go in 7.2.
    ['GFP_KERNEL', '7.1', 1, 8], ['GFP_KERNEL', '7.2', 1, 8],
    ['GFP_NOWAIT', '7.1', 1, 8], ['GFP_NOWAIT', '7.2', 1, 24],
    ['GFP_KERNEL', '7.2', 0, 24],
  ])('defrag_mode: %s on %s, order %i: %i pages', (gfp, version, order, pages) => {
    const { zone, zonelist } = state({ types: { Movable: [0, 8], Unmovable: [0, 4] } });
    const question = { order, traits: traitsOf(gfp), kernel: kernel(version), defragMode: true };
    expect(servingPages(zone, { ...question, pageTypes: zonelist.pageTypes })[0]).toBe(pages);
  });
});

describe('the mark', () => {
  // prettier-ignore
  it.each<[gfp: string, version: string, mark: number]>([
    ['GFP_KERNEL', '6.12', 1000],
    // Half, and a quarter of the rest: 3/8, each rounded as the kernel does.
    ['GFP_ATOMIC', '4.3', 375], ['GFP_ATOMIC', '4.4', 375], ['GFP_KERNEL|__GFP_HIGH', '4.4', 500],
    // GFP_NOWAIT had its quarter before 4.4.
    ['GFP_NOWAIT', '4.3', 750], ['GFP_NOWAIT', '4.4', 1000],
  ])('%s on %s: %i of 1000', (gfp, version, mark) => {
    expect(discountedMark(1000, traitsOf(gfp), kernel(version))).toBe(mark);
  });

  it('rounds in favour of the mark', () => {
    expect(discountedMark(1001, traitsOf('GFP_ATOMIC'), kernel('6.12'))).toBe(501 - 125);
  });

  // prettier-ignore
  it.each<[version: string, usable: number]>([
    // Unaccepted memory counted as free from 6.5 to 6.11.
    ['6.4', 2000], ['6.5', 1900], ['6.11', 1900], ['6.12', 2000],
  ])('unaccepted pages on %s', (version, usable) => {
    const { info } = state({ blocks: [2000], min: 1000, unaccepted: 100 });
    const question = { order: 0, traits: traitsOf('GFP_KERNEL'), kernel: kernel(version) };
    const test = watermarkTest(info, [2000], { ...question, classIndex: null, highatomicPages: 0 });
    expect(test.usable).toBe(usable);
  });

  // prettier-ignore
  it.each<[what: string, version: string, gfp: string, blocks: number[], order: number, passes: boolean]>([
    // The blocks of each smaller order do not count for it, and the mark halves with each: 512, 256, 128 of 1024.
    ['513, 257 and 129 pages are left', '4.3', 'GFP_KERNEL', [3000, 128, 32, 17], 3, true],
    ['511 without single pages',        '4.3', 'GFP_KERNEL', [3000, 127, 32, 17], 3, false],
    ['253 without blocks of order 1',   '4.3', 'GFP_KERNEL', [3000, 200, 31, 17], 3, false],
    ['121 without blocks of order 2',   '4.3', 'GFP_KERNEL', [3000, 200, 40, 16], 3, false],
    ['a smaller order asks for less',   '4.3', 'GFP_KERNEL', [3000, 200, 40, 16], 2, true],
    ['the same since 4.4',              '4.4', 'GFP_KERNEL', [3000, 200, 40, 16], 3, true],
    ['who may use every reserve',       '4.3', 'GFP_KERNEL|__GFP_MEMALLOC', [3000, 200, 40, 16], 3, true],
  ])('blocks of higher orders: %s, %s', (_, version, gfp, blocks, order, passes) => {
    const { info } = state({ blocks, min: 1024 });
    const question = { order, traits: traitsOf(gfp), kernel: kernel(version) };
    expect(watermarkTest(info, blocks, { ...question, classIndex: null, highatomicPages: 0 }).passes).toBe(passes);
  });
});

describe('single pages', () => {
  // prettier-ignore
  it.each<[version: string, min: number, pages: number]>([
    // Two pageblocks are HighAtomic, 100 pages of them free: the reserved ones are kept back, from 6.12 on the free ones.
    ['4.3', 1000, 4000], ['4.4', 1000, 2976], ['4.6', 1000, 2976], ['5.9', 1000, 2976], ['6.11', 1000, 2976], ['6.12', 1000, 3900],
    // From 4.7 to 5.8 the test counts them, and cannot take them.
    ['4.7', 1000, 4000], ['5.8', 1000, 4000], ['4.7', 50, 4900], ['5.8', 50, 4900], ['4.3', 50, 4950],
  ])('%s, min %i: %i pages', (version, min, pages) => {
    const { zone, zonelist } = state({ types: { Movable: [4900], HighAtomic: [100] }, pageblocks: { Movable: 100, HighAtomic: 2 }, min });
    if (zone.info) zone.info.freeHighatomicPages = null;
    expect(singlePagesAboveMark(zone, zonelist, traitsOf('GFP_KERNEL'), kernel(version))).toBe(pages);
  });
});

describe('what the slow path starts from', () => {
  it.each([
    ['5.13', null],
    ['5.14', Math.log2(64 / 16 + 1)],
  ])('per-CPU lists hold more than single pages from 5.14 on: %s', (version, perCpu) => {
    const { snapshot, zonelist } = state({ blocks: [100], perCpu: [40, 24] });
    const slowPath = { order: 4, traits: traitsOf('GFP_KERNEL'), zonelist, snapshot };
    const found = slowPathFeatures({ ...slowPath, kernel: kernel(version) });
    expect(found.perCpu).toBe(perCpu);
    expect(found.perCpuLow).toBe(64 / Math.max(1, zonelist.zones[0]?.info?.watermarkPages.low ?? 0));
  });

  it.each([
    [6, (4 * 99 + 8 * 6 + 16 * 2) / 64],
    [7, (8 * 6 + 16 * 2) / 128],
    // No block is smaller than a page.
    [3, (5 + 4 * 99 + 8 * 6 + 16 * 2) / 8],
  ])('counts blocks of a sixteenth of order %i, in blocks of the order', (order, blocks) => {
    const { snapshot, zonelist } = state({ blocks: [5, 0, 99, 6, 2] });
    const traits = traitsOf('GFP_KERNEL');
    const found = slowPathFeatures({ order, traits, zonelist, snapshot, kernel: kernel('6.12') });
    expect(found.near).toBe(Math.log2(blocks + 1));
  });
});

describe('the smallest pageblock', () => {
  it.each([
    ['6.15.0-amd64', 9],
    ['6.16.0-amd64', 1],
    ['6.1.0-49-s390x', 8],
    ['6.1.0-49-powerpc64le', 5],
    ['6.1.0-49-unheard', 4],
  ])('%s: order %i', (release, order) => {
    expect(minPageblockOrder(kernel(release))).toBe(order);
  });
});
