// Which zones a request may use, and whose reserve it meets there (gfp_zone, lowmem_reserve[highest_zoneidx]).
import { describe, expect, it } from '@jest/globals';
import type { ProcTexts } from '../../src/machine/snapshot.ts';
import { type Question, ask } from '../support/ask.ts';
import { type MachineText, type ZoneText, type ZoneinfoFormat, textsOf } from '../support/machine-text.ts';

/** Plenty of everything, so that only the zone decides. */
const rich = (zone: string, more: Partial<ZoneText> = {}): ZoneText => ({
  zone,
  types: { Movable: Array<number>(11).fill(50) },
  min: 10,
  managed: 1e6,
  ...more,
});
const empty = (zone: string, more: Partial<ZoneText> = {}): ZoneText => ({
  zone,
  unpopulated: true,
  ...more,
});

const x86: ZoneText[] = [rich('DMA'), rich('DMA32'), rich('Normal'), rich('Movable'), empty('Device')];
const x86small: ZoneText[] = [rich('DMA'), rich('DMA32'), empty('Normal'), empty('Movable'), empty('Device')];
const x86noDma: ZoneText[] = [rich('DMA32'), rich('Normal'), rich('Movable'), empty('Device')];
const x86withDevice: ZoneText[] = [
  rich('DMA'),
  rich('DMA32'),
  rich('Normal'),
  empty('Movable'),
  rich('Device'),
];
const x86_32: ZoneText[] = [rich('DMA'), rich('Normal'), rich('HighMem'), rich('Movable')];
const s390: ZoneText[] = [rich('DMA'), rich('Normal'), empty('Movable')];
const ppc64: ZoneText[] = [rich('Normal'), rich('Movable')];
const arm64high: ZoneText[] = [
  empty('DMA'),
  empty('DMA32'),
  rich('Normal'),
  rich('Movable'),
  empty('Device'),
];
const movableOnly: ZoneText[] = [
  empty('DMA'),
  empty('DMA32'),
  empty('Normal'),
  rich('Movable'),
  empty('Device'),
];

const allowed = (zones: ZoneText[], question: Question): string =>
  ask(textsOf({ zones }), question)
    .zones.filter((z) => z.allowed)
    .map((z) => z.zone)
    .join(' ');

describe('the zones that a request may use', () => {
  it.each<[string, string, string, ZoneText[]]>([
    // machine, gfp, usable zones from the highest down, the machine's zones
    ['x86-64', 'GFP_KERNEL', 'Normal DMA32 DMA', x86],
    ['x86-64', 'GFP_ATOMIC', 'Normal DMA32 DMA', x86],
    ['x86-64', 'GFP_NOWAIT', 'Normal DMA32 DMA', x86],
    ['x86-64', 'GFP_USER', 'Normal DMA32 DMA', x86],
    ['x86-64', 'GFP_KERNEL|__GFP_DMA32', 'DMA32 DMA', x86],
    ['x86-64', 'GFP_DMA32', 'DMA32 DMA', x86],
    ['x86-64', 'GFP_KERNEL|__GFP_DMA', 'DMA', x86],
    ['x86-64', 'GFP_DMA', 'DMA', x86],
    ['x86-64 has no HighMem', 'GFP_HIGHUSER', 'Normal DMA32 DMA', x86],
    ['x86-64', 'GFP_HIGHUSER_MOVABLE', 'Movable Normal DMA32 DMA', x86],
    ['__GFP_MOVABLE alone does not reach Movable', 'GFP_KERNEL|__GFP_MOVABLE', 'Normal DMA32 DMA', x86],
    ['Device is for nobody', 'GFP_HIGHUSER_MOVABLE', 'Normal DMA32 DMA', x86withDevice],
    ['x86-64 below 4 GiB', 'GFP_KERNEL', 'DMA32 DMA', x86small],
    ['x86-64 without ZONE_DMA', 'GFP_DMA', 'Normal DMA32', x86noDma],
    ['32-bit x86', 'GFP_KERNEL', 'Normal DMA', x86_32],
    ['32-bit x86', 'GFP_HIGHUSER', 'HighMem Normal DMA', x86_32],
    ['32-bit x86', 'GFP_HIGHUSER_MOVABLE', 'Movable HighMem Normal DMA', x86_32],
    ['32-bit x86 has no DMA32', 'GFP_DMA32', 'Normal DMA', x86_32],
    ['s390x', 'GFP_KERNEL', 'Normal DMA', s390],
    ['s390x has no DMA32', 'GFP_DMA32', 'Normal DMA', s390],
    ['ppc64 has no DMA', 'GFP_DMA', 'Normal', ppc64],
    ['ppc64', 'GFP_HIGHUSER_MOVABLE', 'Movable Normal', ppc64],
  ])('%s, %s: %s', (_, gfp, usable, zones) => {
    expect(allowed(zones, { gfp })).toBe(usable);
  });

  it.each<[string, string, string, ZoneText[]]>([
    // Where the zone exists but has no memory, nothing below it can help: never on this machine.
    ['arm64 with all memory above 4 GiB', 'GFP_DMA32', 'DMA32', arm64high],
    ['a machine of movable memory alone', 'GFP_KERNEL', 'Normal', movableOnly],
  ])('%s, %s: never, for want of %s', (_, gfp, zone, zones) => {
    const found = ask(textsOf({ zones }), { gfp });
    expect(found).toMatchObject({ verdict: 'unavailable', never: true, cause: 'zone-absent', likelihood: 0 });
    expect(found.reason).toContain(zone);
  });

  it('movable memory that looks rich does nothing for GFP_KERNEL', () => {
    const zones = [rich('Normal', { types: { Movable: [40] }, min: 10 }), rich('Movable')];
    expect(ask(textsOf({ zones }), { order: 4 }).verdict).not.toBe('available');
    expect(ask(textsOf({ zones }), { order: 4, gfp: 'GFP_HIGHUSER_MOVABLE' }).verdict).toBe('available');
  });

  it('every node is asked, and any one of them will do', () => {
    const poor = { types: { Movable: [40] } };
    const zones = [rich('Normal', poor), rich('Normal', { node: 1 }), rich('Normal', { node: 2, ...poor })];
    const found = ask(textsOf({ zones }), { order: 4 });
    expect(found.verdict).toBe('available');
    expect(found.zones.map((z) => z.fits)).toEqual([false, true, false]);
    expect(found.reason).toContain('node 1 zone Normal');
  });

  it('the answer has a row for every buddyinfo row, in zonelist order', () => {
    const zones = [
      rich('DMA'),
      rich('DMA32'),
      rich('DMA32', { node: 1 }),
      rich('Normal', { node: 1 }),
      rich('Movable', { node: 1 }),
    ];
    expect(ask(textsOf({ zones }), {}).zones.map((z) => `${z.node} ${z.zone}`)).toEqual([
      '0 DMA32',
      '0 DMA',
      '1 Movable',
      '1 Normal',
      '1 DMA32',
    ]);
  });
});

describe("the request's own zone index selects the reserve", () => {
  // 1000 pages more than the mark; the reserves of DMA32 tell the classes apart.
  const reserve = [0, 0, 600, 800, 900];
  const dma32 = (free: number): MachineText => ({
    zones: [
      empty('DMA', { reserve }),
      { zone: 'DMA32', types: { Movable: [free] }, min: 400, reserve, managed: 1e6 },
      { zone: 'Normal', types: { Movable: [1] }, min: 400, reserve: [0, 0, 0, 0, 0], managed: 1e6 },
      { zone: 'Movable', types: { Movable: [1] }, min: 400, reserve: [0, 0, 0, 0, 0], managed: 1e6 },
      empty('Device', { reserve }),
    ],
  });

  it.each<[string, number, number]>([
    // gfp, reserve it meets in DMA32, least free pages there
    ['GFP_DMA32', 0, 401],
    ['GFP_KERNEL', 600, 1001],
    ['GFP_HIGHUSER', 600, 1001],
    ['GFP_HIGHUSER_MOVABLE', 800, 1201],
  ])('%s meets %i pages', (gfp, pages, leastFree) => {
    const at = (free: number): unknown => {
      const { verdict, zones } = ask(textsOf(dma32(free)), { gfp });
      const zone = zones.find((z) => z.zone === 'DMA32');
      return [verdict === 'available', zone?.fits, zone?.lowmemReservePages];
    };
    expect([at(leastFree), at(leastFree - 1)]).toEqual([
      [true, true, pages],
      [false, false, pages],
    ]);
  });

  it('keeps GFP_KERNEL out of DMA on a large machine, as the reserve is more than the zone', () => {
    const zones = [
      rich('DMA', {
        types: { Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3] },
        min: 16,
        reserve: [0, 2962, 15_993, 15_993, 15_993],
      }),
      {
        zone: 'DMA32',
        types: { Movable: [900] },
        min: 1000,
        reserve: [0, 0, 13_031, 13_031, 13_031],
        managed: 7e5,
      },
      { zone: 'Normal', types: { Movable: [900] }, min: 1000, reserve: [0, 0, 0, 0, 0], managed: 3e6 },
      empty('Movable', { reserve: [0, 0, 0, 0, 0] }),
      empty('Device', { reserve: [0, 0, 0, 0, 0] }),
    ];
    const fits = (gfp: string): boolean => ask(textsOf({ zones }), { gfp, order: 9 }).zones.at(-1)!.fits;
    // 3584 - 511 pages are above 16, above 16 + 2962, not above 16 + 15993
    expect([fits('GFP_DMA'), fits('GFP_DMA32'), fits('GFP_KERNEL')]).toEqual([true, true, false]);
  });

  describe('is inferred where unpopulated zones are not printed (before 4.12)', () => {
    // Entries tell which index was taken; the zone's own index and those above it must be met exactly.
    it.each<[string, string, string, string[], number, number]>([
      // machine, kernel, gfp, zones printed, entries in protection, index of the request
      ['x86-64', '3.10.0', 'GFP_KERNEL', ['DMA', 'DMA32', 'Normal'], 4, 2],
      ['x86-64 below 4 GiB', '3.10.0', 'GFP_KERNEL', ['DMA', 'DMA32'], 4, 2],
      ['x86-64 with Device', '4.9.0', 'GFP_KERNEL', ['DMA', 'DMA32', 'Normal'], 5, 2],
      ['x86-64, movable request', '4.9.0', 'GFP_HIGHUSER_MOVABLE', ['DMA', 'DMA32', 'Normal'], 5, 3],
      ['x86-64, GFP_DMA32', '3.10.0', 'GFP_DMA32', ['DMA', 'DMA32', 'Normal'], 4, 1],
      ['32-bit x86', '3.10.0', 'GFP_KERNEL', ['DMA', 'Normal', 'HighMem'], 4, 1],
      ['32-bit x86', '3.10.0', 'GFP_HIGHUSER', ['DMA', 'Normal', 'HighMem'], 4, 2],
      ['32-bit ARM', '3.10.0', 'GFP_KERNEL', ['Normal', 'HighMem'], 3, 0],
      ['s390x', '4.4.0', 'GFP_KERNEL', ['DMA', 'Normal'], 3, 1],
      ['s390x below 2 GiB', '4.4.0', 'GFP_KERNEL', ['DMA'], 3, 1],
      ['arm64 before 5.5', '4.9.0', 'GFP_KERNEL', ['DMA', 'Normal'], 3, 1],
    ])('%s, %s, %s', (_, release, gfp, names, entries, index) => {
      const reserves = Array.from({ length: entries }, (__, i) => 100 * (i + 1));
      const zones = names.map((zone) => rich(zone, { reserve: reserves }));
      const format: ZoneinfoFormat = release.startsWith('3') || release.startsWith('4.4') ? '3.10' : '4.8';
      const found = ask(textsOf({ format, zones }), { release, gfp });
      const met = found.zones.filter((z) => z.allowed).map((z) => z.lowmemReservePages);
      expect(new Set(met)).toEqual(new Set([reserves[index]]));
    });
  });
});

describe('one node only', () => {
  const poor = { types: { Movable: [40] } };
  const zones = [rich('Normal'), rich('Normal', { node: 1, ...poor })];
  const both = [rich('Normal'), rich('Normal', { node: 1 })];

  it('__GFP_THISNODE is no promise unless every node can', () => {
    const gfp = 'GFP_KERNEL|__GFP_THISNODE';
    const found = ask(textsOf({ zones }), { order: 4, gfp });
    expect(found.verdict).toBe('attainable');
    expect(found.reason).toContain('__GFP_THISNODE');
    expect(ask(textsOf({ zones: both }), { order: 4, gfp }).verdict).toBe('available');
    expect(ask(textsOf({ zones }), { order: 4 }).verdict).toBe('available');
  });

  it.each<[string, number[] | null, string]>([
    // gfp, allowed nodes, verdict; whether the cpuset is a hard one is not known
    ['GFP_KERNEL', null, 'available'],
    ['GFP_KERNEL', [0], 'available'],
    ['GFP_KERNEL', [0, 1], 'available'],
    ['GFP_KERNEL', [1], 'attainable'],
    // ALLOC_CPUSET is dropped for GFP_ATOMIC
    ['GFP_ATOMIC', [1], 'available'],
  ])('a cpuset: %s with nodes %j is %s', (gfp, allowedNodes, verdict) => {
    expect(ask(textsOf({ zones }), { order: 4, gfp, also: { allowedNodes } }).verdict).toBe(verdict);
  });

  // prettier-ignore
  it.each<[gfp: string, hardCpuset: boolean, verdict: string]>([
    ['GFP_KERNEL', false, 'available'], ['GFP_KERNEL', true, 'attainable'],
    ['GFP_USER',   false, 'attainable'], ['GFP_KERNEL|__GFP_HARDWALL', false, 'attainable'],
    ['GFP_ATOMIC', true,  'available'],
  ])('a cpuset of another node: %s, hard %j: %s', (gfp, hardCpuset, verdict) => {
    const also = { allowedNodes: [1], hardCpuset };
    expect(ask(textsOf({ zones }), { order: 4, gfp, also }).verdict).toBe(verdict);
  });
});

describe('without zoneinfo', () => {
  const without = (zones: ZoneText[]): ProcTexts => ({ buddyinfo: textsOf({ zones }).buddyinfo });

  it.each<[string, ZoneText[], string, string]>([
    ['x86-64', x86, 'GFP_KERNEL', 'attainable'],
    ['x86-64, GFP_DMA32', x86, 'GFP_DMA32', 'attainable'],
    // Whether the kernel has a DMA32 without memory, or none, is not told: no "never" from that.
    ['only Normal, GFP_DMA32', [rich('Normal')], 'GFP_DMA32', 'attainable'],
  ])('%s is not promised, and not refused', (_, zones, gfp, verdict) => {
    const found = ask(without(zones), { order: 4, gfp });
    expect(found).toMatchObject({ verdict, never: false });
    expect(found.zones.some((z) => z.fits)).toBe(false);
  });

  it('has no reserve and no watermarks to show', () => {
    for (const zone of ask(without(x86), {}).zones) {
      expect(zone).toMatchObject({ watermarkPages: null, lowmemReservePages: null });
    }
  });

  it('a block that is not there is not there', () => {
    const zones = [rich('Normal', { types: { Movable: [500] } })];
    const found = ask(without(zones), { order: 5 });
    expect(found.cause).toBe('fragmentation');
    expect(found.likelihood).toBeLessThan(ask(without(zones), { order: 0 }).likelihood);
  });
});

describe('orders that no block of the machine has', () => {
  it.each([
    [11, 10, 'available'],
    [11, 11, 'unavailable'],
    [11, 40, 'unavailable'],
    [11, 63, 'unavailable'],
    [9, 8, 'available'],
    [9, 9, 'unavailable'],
    [14, 13, 'available'],
    [14, 14, 'unavailable'],
  ])('%i columns, order %i: %s', (orders, order, verdict) => {
    const zones: ZoneText[] = [
      { zone: 'Normal', types: { Movable: Array<number>(orders).fill(40) }, min: 10, managed: 1e6 },
    ];
    const found = ask(textsOf({ orders, zones }), { order });
    expect([found.verdict, found.never]).toEqual([verdict, verdict === 'unavailable']);
    if (found.never) expect(found.reason).toContain(`largest block of this kernel, order ${orders - 1}`);
  });
});
