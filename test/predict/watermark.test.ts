// __zone_watermark_ok() as a table of twins: with this many free pages the request fits, with one page less it does not.
import { describe, expect, it } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { type MachineText, type ZoneText, type ZoneinfoFormat, textsOf } from '../support/machine-text.ts';

/**
 * One zone, Normal, that holds one block of the asked order (or of `block`) and single pages for the rest.
 * `highatomic` are [free, reserved] pages that lie on HighAtomic lists, as single pages, and count as free.
 */
interface Zone {
  min: number;
  reserve?: number;
  cma?: number;
  highatomic?: [number, number];
  unaccepted?: number;
  block?: number;
}

const kernels: Record<string, [string, ZoneinfoFormat]> = {
  '3.10': ['3.10.0-1160.el7.x86_64', '3.10'],
  '4.16': ['4.16.13', '4.8'],
  '5.10': ['5.10.0-46-cloud-amd64', '5.10'],
  '6.1': ['6.1.0-18-amd64', '6.1'],
  '6.8': ['6.8.0-45-generic', '6.12'],
  '6.11': ['6.11.0-1006-nvidia-64k', '6.12'],
  '6.12': ['6.12.117+deb13-amd64', '6.12'],
  '6.18': ['6.18.15', '6.16'],
  '7.3': ['7.3.4+deb13-amd64', '6.19'],
};

function machine(free: number, order: number, format: ZoneinfoFormat, given: Zone): MachineText {
  const { min, reserve = 0, cma = 0, highatomic = [0, 0], unaccepted = 0, block = order } = given;
  const [highatomicFree, highatomicReserved] = highatomic;
  const lists: number[] = Array<number>(11).fill(0);
  lists[block] = 1;
  lists[0] = Math.max(0, (lists[0] ?? 0) + free - 2 ** block - cma - highatomicFree);
  const zone: ZoneText = {
    zone: 'Normal',
    types: { Movable: lists, CMA: [cma], HighAtomic: [highatomicFree] },
    pageblocks: { Movable: 100, HighAtomic: highatomicReserved / 512 },
    free,
    min,
    managed: 1_000_000,
    reserve: [reserve, reserve],
    cma,
    unaccepted,
    freeHighatomic: highatomicFree,
    reservedHighatomic: highatomicReserved,
  };
  return { format, zones: [zone, { zone: 'Movable', unpopulated: true, reserve: [0, 0] }] };
}

type Row = [what: string, kernel: string, gfp: string, order: number, zone: Zone, leastFree: number];

/** leastFree is: mark + lowmem reserve + 1 + (2^order - 1) + pages that the request may not use. */
const twins: Row[] = [
  // The mark itself: free pages must be above it, not at it.
  ['order 0: above min', '6.12', 'GFP_KERNEL', 0, { min: 1000 }, 1001],
  ['order 1: the other page of the block counts as gone', '6.12', 'GFP_KERNEL', 1, { min: 1000 }, 1002],
  ['order 4: 15 pages beside the first', '6.12', 'GFP_KERNEL', 4, { min: 1000 }, 1016],
  ['order 10', '6.12', 'GFP_KERNEL', 10, { min: 1000 }, 2024],
  ['a larger block than asked for changes nothing', '6.12', 'GFP_KERNEL', 2, { min: 1000, block: 9 }, 1004],
  ['a mark of zero still wants one page', '6.12', 'GFP_KERNEL', 0, { min: 0 }, 1],
  ['a mark of zero and order 3', '6.12', 'GFP_KERNEL', 3, { min: 0 }, 8],
  // The reserve of the request's own zone index comes on top.
  ['lowmem reserve', '6.12', 'GFP_KERNEL', 0, { min: 1000, reserve: 300 }, 1301],
  ['lowmem reserve, order 5', '6.12', 'GFP_KERNEL', 5, { min: 1000, reserve: 300 }, 1332],
  [
    'lowmem reserve is not discounted for GFP_ATOMIC',
    '6.12',
    'GFP_ATOMIC',
    0,
    { min: 800, reserve: 300 },
    601,
  ],
  // Who waits takes min; what differs between these is what happens afterwards.
  ['GFP_NOIO', '6.12', 'GFP_NOIO', 4, { min: 1000 }, 1016],
  ['GFP_NOFS', '6.12', 'GFP_NOFS', 4, { min: 1000 }, 1016],
  ['GFP_USER', '6.12', 'GFP_USER', 4, { min: 1000 }, 1016],
  ['__GFP_NORETRY', '6.12', 'GFP_KERNEL|__GFP_NORETRY', 4, { min: 1000 }, 1016],
  ['__GFP_RETRY_MAYFAIL', '6.12', 'GFP_KERNEL|__GFP_RETRY_MAYFAIL', 4, { min: 1000 }, 1016],
  ['GFP_NOWAIT has no part of min', '6.12', 'GFP_NOWAIT', 0, { min: 1000 }, 1001],
  ['GFP_NOWAIT has no part of min', '5.10', 'GFP_NOWAIT', 0, { min: 1000 }, 1001],
  // __GFP_HIGH: half of min; GFP_ATOMIC: a quarter of that less, in C's integer division.
  ['__GFP_HIGH that may wait', '6.12', 'GFP_KERNEL|__GFP_HIGH', 0, { min: 1000 }, 501],
  ['__GFP_HIGH, odd min: 1001 - 500', '6.12', 'GFP_KERNEL|__GFP_HIGH', 0, { min: 1001 }, 502],
  ['GFP_ATOMIC: 3/8', '6.12', 'GFP_ATOMIC', 0, { min: 800 }, 301],
  ['GFP_ATOMIC: 3/8', '5.10', 'GFP_ATOMIC', 0, { min: 800 }, 301],
  ['GFP_ATOMIC: 3/8', '4.16', 'GFP_ATOMIC', 0, { min: 800 }, 301],
  ['GFP_ATOMIC: 3/8', '3.10', 'GFP_ATOMIC', 0, { min: 800 }, 301],
  ['GFP_ATOMIC of 1007: 1007-503=504, 504-126=378', '6.12', 'GFP_ATOMIC', 0, { min: 1007 }, 379],
  ['GFP_ATOMIC of 7: 7-3=4, 4-1=3', '6.12', 'GFP_ATOMIC', 0, { min: 7 }, 4],
  ['GFP_ATOMIC, order 3', '6.12', 'GFP_ATOMIC', 3, { min: 800 }, 308],
  [
    'GFP_ATOMIC|__GFP_NOMEMALLOC, as skbs ask: half',
    '6.12',
    'GFP_ATOMIC|__GFP_NOMEMALLOC',
    0,
    { min: 800 },
    401,
  ],
  ['GFP_ATOMIC|__GFP_NOMEMALLOC: half', '5.10', 'GFP_ATOMIC|__GFP_NOMEMALLOC', 0, { min: 800 }, 401],
  // __GFP_MEMALLOC knows no watermark, unless __GFP_NOMEMALLOC takes it back.
  ['__GFP_MEMALLOC', '6.12', 'GFP_KERNEL|__GFP_MEMALLOC', 4, { min: 5000 }, 16],
  [
    '__GFP_MEMALLOC|__GFP_NOMEMALLOC',
    '6.12',
    'GFP_KERNEL|__GFP_MEMALLOC|__GFP_NOMEMALLOC',
    4,
    { min: 1000 },
    1016,
  ],
  // CMA pages are free only for movable requests.
  ['CMA, order 0', '6.12', 'GFP_KERNEL', 0, { min: 1000, cma: 200 }, 1201],
  ['CMA, order 4', '5.10', 'GFP_KERNEL', 4, { min: 1000, cma: 200 }, 1216],
  ['CMA for a movable request', '6.12', 'GFP_HIGHUSER_MOVABLE', 0, { min: 1000, cma: 200 }, 1001],
  ['CMA is not for GFP_ATOMIC', '6.12', 'GFP_ATOMIC', 0, { min: 800, cma: 200 }, 501],
  // HighAtomic: whole reserved pageblocks up to 6.11, their free pages from 6.12 on.
  [
    'HighAtomic, 100 free of 1024 reserved',
    '4.16',
    'GFP_KERNEL',
    4,
    { min: 1000, highatomic: [100, 1024] },
    2040,
  ],
  [
    'HighAtomic, 100 free of 1024 reserved',
    '5.10',
    'GFP_KERNEL',
    0,
    { min: 1000, highatomic: [100, 1024] },
    2025,
  ],
  [
    'HighAtomic, 100 free of 1024 reserved',
    '6.8',
    'GFP_KERNEL',
    4,
    { min: 1000, highatomic: [100, 1024] },
    2040,
  ],
  [
    'HighAtomic, 100 free of 1024 reserved',
    '6.11',
    'GFP_KERNEL',
    4,
    { min: 1000, highatomic: [100, 1024] },
    2040,
  ],
  [
    'HighAtomic, 100 free of 1024 reserved',
    '6.12',
    'GFP_KERNEL',
    4,
    { min: 1000, highatomic: [100, 1024] },
    1116,
  ],
  [
    'HighAtomic, 100 free of 1024 reserved',
    '7.3',
    'GFP_KERNEL',
    4,
    { min: 1000, highatomic: [100, 1024] },
    1116,
  ],
  ['HighAtomic and GFP_ATOMIC', '6.12', 'GFP_ATOMIC', 4, { min: 800, highatomic: [100, 1024] }, 316],
  ['HighAtomic and GFP_ATOMIC', '5.10', 'GFP_ATOMIC', 4, { min: 800, highatomic: [100, 1024] }, 316],
  [
    'HighAtomic and GFP_KERNEL|__GFP_HIGH',
    '6.1',
    'GFP_KERNEL|__GFP_HIGH',
    4,
    { min: 1000, highatomic: [100, 512] },
    1028,
  ],
  [
    'HighAtomic and GFP_KERNEL|__GFP_HIGH',
    '6.8',
    'GFP_KERNEL|__GFP_HIGH',
    4,
    { min: 1000, highatomic: [100, 512] },
    516,
  ],
  ['HighAtomic and GFP_NOWAIT', '6.1', 'GFP_NOWAIT', 4, { min: 1000, highatomic: [100, 512] }, 1528],
  ['HighAtomic and GFP_NOWAIT', '6.8', 'GFP_NOWAIT', 4, { min: 1000, highatomic: [100, 512] }, 1016],
  [
    'HighAtomic, order 0: not looked at from 4.7 to 5.8',
    '4.16',
    'GFP_KERNEL',
    0,
    { min: 1000, highatomic: [100, 1024] },
    1001,
  ],
  ['there was no HighAtomic before 4.4', '3.10', 'GFP_KERNEL', 0, { min: 1000, highatomic: [0, 1024] }, 1001],
  // Unaccepted pages (TDX, SNP) were counted as free, and taken off, from 6.5 to 6.11.
  ['unaccepted', '6.8', 'GFP_KERNEL', 0, { min: 1000, unaccepted: 512 }, 1513],
  ['unaccepted', '6.11', 'GFP_KERNEL', 0, { min: 1000, unaccepted: 512 }, 1513],
  ['unaccepted', '6.12', 'GFP_KERNEL', 0, { min: 1000, unaccepted: 512 }, 1001],
  [
    'all at once',
    '6.12',
    'GFP_KERNEL',
    6,
    { min: 1000, reserve: 300, cma: 200, highatomic: [100, 512] },
    1664,
  ],
];

describe('the watermark test', () => {
  it.each(twins)('%s (%s, %s, order %i)', (_, kernel, gfp, order, zone, leastFree) => {
    const [release, format] = kernels[kernel]!;
    const at = (free: number): [string, boolean] => {
      const found = ask(textsOf(machine(free, order, format, zone)), { release, gfp, order });
      return [found.verdict, found.zones.find((z) => z.zone === 'Normal')?.fits ?? false];
    };
    expect(at(leastFree)).toEqual(['available', true]);
    // With __GFP_MEMALLOC only the block itself is wanted: one page less is no block.
    if (!gfp.includes('|__GFP_MEMALLOC') || gfp.includes('NOMEMALLOC')) {
      expect(at(leastFree - 1)[1]).toBe(false);
      expect(at(leastFree - 1)[0]).not.toBe('available');
    }
  });

  it('__GFP_MEMALLOC below its mark still wants a block', () => {
    const zones: ZoneText[] = [{ zone: 'Normal', types: { Movable: [500, 20, 20, 20] }, min: 5000 }];
    const at = (order: number): string =>
      ask(textsOf({ zones }), { order, gfp: 'GFP_KERNEL|__GFP_MEMALLOC' }).verdict;
    expect([at(3), at(4)]).toEqual(['available', expect.not.stringMatching(/^available$/)]);
  });
});

describe('before 4.4', () => {
  // For each order under the asked one its blocks are taken off, the mark is halved, and what is left must be above it.
  type Old = [what: string, order: number, min: number, blocks: number[], fits: boolean];
  const rows: Old[] = [
    // 101 single pages, 64 of them enough for nothing larger
    ['order 0 looks at the sum alone', 0, 100, [101], true],
    ['order 0, one page less', 0, 100, [100], false],
    // 100 + 2·n: after order 0 there are 2·n - 1 left, to be above 50
    ['order 1: 2·26 - 1 = 51 is above 100/2', 1, 100, [100, 26], true],
    ['order 1: 2·25 - 1 = 49 is not', 1, 100, [100, 25], false],
    // order 0: 150 + 40 + 4n - 3 - 150 > 50; order 1: 4n - 3 > 25, so n = 8: 29, n = 7: 25
    ['order 2: 4·8 - 3 = 29 is above 100/4', 2, 100, [150, 20, 8], true],
    ['order 2: 4·7 - 3 = 25 is not', 2, 100, [150, 20, 7], false],
    // order 4 wants 16n - 15 above 100/16 = 6: one block gives 1, two give 17
    ['order 4: one block leaves 1', 4, 100, [300, 0, 0, 0, 1], false],
    ['order 4: two leave 17, but order 1 must have left more than 50', 4, 100, [300, 0, 0, 0, 2], false],
    ['order 4: four leave 49, still not above 50', 4, 100, [300, 0, 0, 0, 4], false],
    ['order 4: five leave 65', 4, 100, [300, 0, 0, 0, 5], true],
    ['order 4: one block of order 10 leaves 1009', 4, 100, [300, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true],
    // the mark is halved in integers: 101 → 50 → 25
    ['order 1, odd mark: 51 is above 101>>1', 1, 101, [100, 26], true],
    ['order 1, odd mark 103: 51 is not above 103>>1', 1, 103, [100, 26], false],
  ];

  it.each(rows)('%s (order %i, min %i)', (_, order, min, blocks, fits) => {
    const zones: ZoneText[] = [{ zone: 'Normal', types: { Movable: blocks }, min, managed: 1e6 }];
    const { verdict } = ask(textsOf({ format: '3.10', zones }), { release: '3.10.0-1160.el7.x86_64', order });
    expect(verdict === 'available').toBe(fits);
  });

  it('is not asked of a kernel since 4.4', () => {
    const zones: ZoneText[] = [
      { zone: 'Normal', types: { Movable: [300, 0, 0, 0, 1] }, min: 100, managed: 1e6 },
    ];
    const at = (release: string): string =>
      ask(textsOf({ format: '4.8', zones }), { release, order: 4 }).verdict;
    expect([at('4.3.0'), at('4.4.0-21-generic')]).toEqual([
      expect.not.stringMatching('^available'),
      'available',
    ]);
  });

  it('Reserve pageblocks serve everybody last', () => {
    const zones: ZoneText[] = [
      { zone: 'Normal', types: { Movable: [200], Reserve: [0, 0, 0, 0, 0, 40] }, min: 100 },
    ];
    expect(ask(textsOf({ format: '3.10', zones }), { release: '3.10.0', order: 5 }).verdict).toBe(
      'available',
    );
  });
});
