// Which free blocks serve a request: lists closed to it, bounds where pagetypeinfo is not read, vm.defrag_mode.
import { describe, expect, it } from '@jest/globals';
import type { Migratetype } from '../../src/machine/proc/pagetypeinfo.ts';
import { ask } from '../support/ask.ts';
import { type MachineText, type ZoneText, type ZoneinfoFormat, textsOf } from '../support/machine-text.ts';

const block = (order: number, n = 1): number[] => [...Array<number>(order).fill(0), n];

/** One zone far above its mark with single pages, and blocks of order 4 on one list. */
const holding = (type: Migratetype, order = 4, n = 1): ZoneText => ({
  zone: 'Normal',
  types: {
    Unmovable: [20_000],
    [type]: type === 'Unmovable' ? [20_000, ...block(order, n).slice(1)] : block(order, n),
  },
  pageblocks: { Movable: 100, HighAtomic: type === 'HighAtomic' ? 1 : 0 },
  cma: type === 'CMA' ? n * 2 ** order : 0,
  freeHighatomic: type === 'HighAtomic' ? n * 2 ** order : 0,
  min: 100,
  managed: 40_000,
});

type ListsOf = NonNullable<ZoneText['types']>;

const kernels: Record<string, [string, ZoneinfoFormat]> = {
  '3.10': ['3.10.0-1160.el7.x86_64', '3.10'],
  '5.10': ['5.10.0-46-cloud-amd64', '5.10'],
  '6.8': ['6.8.0-45-generic', '6.12'],
  '6.12': ['6.12.117+deb13-amd64', '6.12'],
  '7.3': ['7.3.4+deb13-amd64', '6.19'],
};

describe('the lists that serve a request of order 4', () => {
  it.each<[Migratetype, string, string, boolean]>([
    // list with the only block, kernel, gfp, served
    ['Unmovable', '6.12', 'GFP_KERNEL', true],
    ['Movable', '6.12', 'GFP_KERNEL', true],
    ['Reclaimable', '6.12', 'GFP_KERNEL', true],
    ['HighAtomic', '6.12', 'GFP_KERNEL', false],
    ['CMA', '6.12', 'GFP_KERNEL', false],
    ['Isolate', '6.12', 'GFP_KERNEL', false],
    ['Unmovable', '6.12', 'GFP_HIGHUSER_MOVABLE', true],
    ['CMA', '6.12', 'GFP_HIGHUSER_MOVABLE', true],
    ['CMA', '5.10', 'GFP_HIGHUSER_MOVABLE', true],
    ['HighAtomic', '6.12', 'GFP_HIGHUSER_MOVABLE', false],
    ['HighAtomic', '5.10', 'GFP_ATOMIC', true],
    ['HighAtomic', '6.8', 'GFP_ATOMIC', true],
    ['HighAtomic', '7.3', 'GFP_ATOMIC', true],
    ['HighAtomic', '6.12', 'GFP_ATOMIC|__GFP_NOMEMALLOC', false],
    ['HighAtomic', '6.12', 'GFP_KERNEL|__GFP_HIGH', false],
    ['HighAtomic', '7.3', 'GFP_NOWAIT', false],
    ['HighAtomic', '6.12', 'GFP_KERNEL|__GFP_MEMALLOC', false],
    ['CMA', '6.12', 'GFP_ATOMIC', false],
    ['Isolate', '6.12', 'GFP_ATOMIC', false],
    ['Reserve', '3.10', 'GFP_KERNEL', true],
  ])('%s on %s for %s: %s', (type, kernel, gfp, served) => {
    const [release, format] = kernels[kernel]!;
    // The rule before 4.4 wants much left in large blocks: give it that.
    const zones = [holding(type, 4, kernel === '3.10' ? 20 : 1)];
    const { verdict, cause } = ask(textsOf({ format, zones }), { release, gfp, order: 4 });
    expect(verdict === 'available').toBe(served);
    if (!served) expect(cause).toBe('withheld-blocks');
  });

  it.each<[string, string, boolean]>([
    // An order-0 request when HighAtomic pages are the only free ones: only since 6.12, and only for who cannot block.
    ['5.10', 'GFP_ATOMIC', false],
    ['6.8', 'GFP_ATOMIC', false],
    ['6.12', 'GFP_ATOMIC', true],
    ['7.3', 'GFP_ATOMIC', true],
    ['7.3', 'GFP_KERNEL|__GFP_HIGH', false],
    ['7.3', 'GFP_KERNEL', false],
  ])('a single page from HighAtomic alone on %s for %s: %s', (kernel, gfp, served) => {
    const [release, format] = kernels[kernel]!;
    const zones: ZoneText[] = [
      { zone: 'Normal', types: { HighAtomic: [400] }, freeHighatomic: 400, pageblocks: { HighAtomic: 1 }, min: 100, managed: 90_000 }, // prettier-ignore
    ];
    expect(ask(textsOf({ format, zones }), { release, gfp }).verdict === 'available').toBe(served);
  });
});

describe('without pagetypeinfo', () => {
  /** `n` blocks of order 4 and many single pages, the types hidden */
  const hidden = (n: number, more: Partial<ZoneText>, format: ZoneinfoFormat = '6.12'): MachineText => ({
    format,
    zones: [{ zone: 'Normal', blocks: [90_000, 0, 0, 0, n], min: 100, managed: 200_000, ...more }],
  });

  it.each<[string, string, Partial<ZoneText>, string, number]>([
    // what, kernel, zone, gfp, most pages that the closed lists can hold
    [
      'CMA as zoneinfo counts it; 1 % of the zone and a block',
      '6.12',
      { cma: 160 },
      'GFP_KERNEL',
      160 + 2000 + 1024,
    ],
    ['1 % and two blocks before 6.8', '5.10', {}, 'GFP_KERNEL', 2000 + 2048],
    ['no HighAtomic in a zone whose 1 % is no pageblock', '6.12', { managed: 51_199 }, 'GFP_KERNEL', 0],
    ['there may be from one pageblock on', '6.12', { managed: 51_200 }, 'GFP_KERNEL', 512 + 1024],
    ['before 6.8 even the smallest zone may have it', '5.10', { managed: 100 }, 'GFP_KERNEL', 1 + 2048],
    ['since 6.19 zoneinfo counts it', '7.3', { freeHighatomic: 48 }, 'GFP_KERNEL', 48],
    ['GFP_ATOMIC may use it', '6.12', {}, 'GFP_ATOMIC', 0],
    ['a movable request may use CMA', '7.3', { cma: 160 }, 'GFP_HIGHUSER_MOVABLE', 0],
  ])('%s (%s)', (_, kernel, zone, gfp, closed) => {
    const [release, format] = kernels[kernel]!;
    const at = (n: number): string =>
      ask(textsOf(hidden(n, zone, format)), { release, gfp, order: 4 }).verdict;
    const most = Math.floor(closed / 16);
    if (most > 0) expect(at(most)).not.toBe('available');
    expect(at(most + 1)).toBe('available');
  });

  it('asks for pagetypeinfo exactly where it would decide', () => {
    const wants = (n: number): string[] =>
      ask(textsOf(hidden(n, {})), { order: 4 }).wants.filter((file) => file === 'pagetypeinfo');
    expect([wants(0), wants(5), wants(500)]).toEqual([[], ['pagetypeinfo'], []]);
  });

  it('is asked for, too, where only the HighAtomic pages taken off could fail the watermark', () => {
    // 3,024 pages may be HighAtomic: 3,100 + 16 free are above 100 either way, 3,000 + 16 are not.
    const zone = (singles: number): MachineText => ({
      zones: [
        { zone: 'Normal', blocks: [singles, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4], min: 1200, managed: 200_000 },
      ],
    });
    const found = ask(textsOf(zone(0)), { order: 4 });
    expect([found.verdict, found.wants]).toEqual(['attainable', ['pagetypeinfo']]);
    expect(ask(textsOf(zone(200)), { order: 4 }).verdict).toBe('available');
  });
});

describe('vm.defrag_mode=1', () => {
  const also = { defragMode: true };
  const at = (types: ListsOf, order: number, gfp = 'GFP_KERNEL', release = '7.3.4'): string => {
    const zones: ZoneText[] = [{ zone: 'Normal', types, min: 10, managed: 100_000 }];
    return ask(textsOf({ format: '6.19', zones }), { release, gfp, order, also }).verdict;
  };
  const served = (verdict: string): boolean => verdict === 'available';

  it.each<[string, ListsOf, number, string, boolean]>([
    // what, free lists, order, gfp, served without reclaim
    ['its own list', { Unmovable: block(4, 9) }, 4, 'GFP_KERNEL', true],
    ['foreign blocks below the pageblock order', { Movable: block(8, 9) }, 4, 'GFP_KERNEL', false],
    ['a foreign block of the pageblock order', { Movable: block(9) }, 4, 'GFP_KERNEL', true],
    [
      'foreign blocks are its own for a movable request',
      { Movable: block(8) },
      4,
      'GFP_HIGHUSER_MOVABLE',
      true,
    ],
    [
      'Unmovable is foreign to a movable request',
      { Unmovable: block(8, 9) },
      4,
      'GFP_HIGHUSER_MOVABLE',
      false,
    ],
    ['small orders are held to it too', { Movable: block(8, 9) }, 1, 'GFP_KERNEL', false],
    ['__GFP_RETRY_MAYFAIL gets there, but not without a stall', { Movable: block(8, 9) }, 4, 'GFP_KERNEL|__GFP_RETRY_MAYFAIL', false], // prettier-ignore
    ['a single page', { Movable: block(8, 9) }, 0, 'GFP_KERNEL', true],
    ['who cannot block breaks in at once', { Movable: block(8, 9) }, 4, 'GFP_ATOMIC', true],
  ])('%s', (_, types, order, gfp, expected) => {
    expect(served(at(types, order, gfp))).toBe(expected);
  });

  it('before 7.2 holds GFP_ATOMIC to it too', () => {
    expect(served(at({ Movable: block(8, 9) }, 4, 'GFP_ATOMIC', '6.18.3'))).toBe(false);
  });

  it('without pagetypeinfo stays open', () => {
    const zones: ZoneText[] = [{ zone: 'Normal', blocks: block(8, 90), min: 10, managed: 100_000 }];
    const found = ask(textsOf({ format: '6.19', zones }), { release: '7.3.4', order: 4, also });
    expect([found.verdict, found.wants]).toEqual(['attainable', ['pagetypeinfo']]);
  });
});
