// The zones of a machine as one request sees them: which are its own, in which order, and which were not printed.
import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import type { HighestZone } from '../../src/kernel/zones.ts';
import { allPages, closedBecause, zonelistFor } from '../../src/predict/zonelist.ts';
import { ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const rows = (...zones: string[]): ZoneText[] => zones.map((zone) => ({ zone, blocks: [9] }));
const eligible = (zonelist: ReturnType<typeof zonelistFor>): string =>
  zonelist.zones
    .filter((zone) => zone.eligible)
    .map(({ zone }) => zone)
    .join(' ');

describe('without zoneinfo', () => {
  // prettier-ignore
  it.each<[printed: string[], highest: HighestZone, usable: string]>([
    // A zone at or below the one asked for is there: the kernel was built with such.
    [['DMA', 'DMA32', 'Normal'], 'DMA32', 'DMA32 DMA'],
    [['DMA', 'Normal'],          'DMA32', 'DMA'],
    [['DMA', 'Normal'],          'DMA',   'DMA'],
    [['DMA32', 'Normal'],        'DMA32', 'DMA32'],
    // None is: such a request goes to Normal (gfp_zone).
    [['Normal'],                 'DMA32', 'Normal'],
    [['DMA32', 'Normal'],        'DMA',   'Normal DMA32'],
    // A name that is no zone is nobody's, and tells of no build.
    [['Other', 'Normal'],        'DMA32', 'Normal'],
    [['Other', 'DMA', 'Normal'], 'Normal', 'Normal DMA'],
  ])('%j, %s: %s', (printed, highest, usable) => {
    const { buddyinfo } = textsOf({ zones: rows(...printed) });
    expect(eligible(zonelistFor(snapshotOf({ buddyinfo }), highest))).toBe(usable);
  });
});

it('a name that is no zone is closed to every request', () => {
  const zonelist = zonelistFor(snapshotOf(textsOf({ zones: rows('Normal', 'Other') })), 'Normal');
  expect(eligible(zonelist)).toBe('Normal');
});

it('has no zone index where neither the zone nor Normal was built', () => {
  const zones: ZoneText[] = [{ zone: 'Movable', blocks: [9], reserve: [7] }];
  expect(zonelistFor(snapshotOf(textsOf({ zones })), 'DMA').classIndex).toBeNull();
});

describe('the order of the nodes', () => {
  const zones = [0, 1, 2, 3, 4].map((node): ZoneText => ({ node, zone: 'Normal', blocks: [9] }));
  // prettier-ignore
  it.each<[first: number | null, nodes: number[]]>([
    [null, [0, 1, 2, 3, 4]], [0, [0, 1, 2, 3, 4]], [2, [2, 0, 1, 3, 4]], [4, [4, 0, 1, 2, 3]],
  ])('node %j first: %j', (first, nodes) => {
    for (const printed of [zones, zones.toReversed()]) {
      const asked = first === null ? null : { node: first, only: false };
      const found = zonelistFor(snapshotOf(textsOf({ zones: printed })), 'Normal', asked);
      expect(found.zones.map(({ node }) => node)).toEqual(nodes);
    }
  });
});

describe('why a zone is closed', () => {
  const zones: ZoneText[] = [
    { zone: 'Normal', blocks: [9] },
    { zone: 'Movable', blocks: [9] },
    { zone: 'Normal', node: 1, blocks: [9] },
  ];
  // prettier-ignore
  it.each<[only: boolean, zone: string, why: string]>([
    [true,  '0 Normal',  '__GFP_THISNODE asks node 1 alone'],
    [true,  '0 Movable', '__GFP_THISNODE asks node 1 alone'],
    [false, '0 Movable', "the request's GFP flags do not reach zone Movable"],
  ])('on one node only: %s, %s: %s', (only, name, why) => {
    const zonelist = zonelistFor(snapshotOf(textsOf({ zones })), 'Normal', { node: 1, only });
    const zone = zonelist.zones.find((state) => `${state.node} ${state.zone}` === name)!;
    expect([zone.eligible, closedBecause(zone, zonelist)]).toEqual([false, why]);
  });

  it('of the node that is asked, its own zones too', () => {
    const all = [...zones, { zone: 'Movable', node: 1, blocks: [9] }];
    const zonelist = zonelistFor(snapshotOf(textsOf({ zones: all })), 'Normal', { node: 1, only: true });
    const [movable] = zonelist.zones;
    expect(closedBecause(movable!, zonelist)).toBe("the request's GFP flags do not reach zone Movable");
  });
});

describe('all that the zones could ever give', () => {
  // prettier-ignore
  it.each<[present: number, managed: number, pages: number]>([
    [1000, 900, 1000], [1000, 1000, 1000],
  ])('%i present and %i managed: %i', (presentPages, managedPages, pages) => {
    const zonelist = zonelistFor(snapshotOf(textsOf({ zones: rows('Normal') })), 'Normal');
    Object.assign(zonelist.zones[0]!.info!, { presentPages, managedPages });
    expect(allPages(zonelist)).toBe(pages);
  });
});

describe('a zone in the answer', () => {
  // prettier-ignore
  it.each<[what: string, blocks: number[], min: number, fits: boolean, mayFit: boolean]>([
    ['serves',                              [90_000, 0, 0, 0, 900], 100, true, true],
    // 3,024 pages may be HighAtomic.
    ['may, if its blocks are not closed',   [90_000, 0, 0, 0, 1],   100, false, true],
    ['has no block',                        [90_000],               100, false, false],
    ['is at its mark',                      [0, 0, 0, 0, 1],        100, false, false],
  ])('of order 4: %s', (_, blocks, min, fits, mayFit) => {
    const texts = textsOf({ zones: [{ zone: 'Normal', blocks, min, managed: 200_000 }] });
    expect(ask(texts, { order: 4 }).zones[0]).toMatchObject({ fits, mayFit });
  });

  it.each([
    [1001, true],
    [1000, false],
  ])('of single pages, with %i free and a mark of 1000: %s', (free, fits) => {
    const texts = textsOf({ zones: [{ zone: 'Normal', blocks: [free], min: 1000 }] });
    expect(ask(texts, { path: 'vmalloc', pages: 1 }).zones[0]).toMatchObject({ fits, mayFit: fits });
  });
});
