// The two paths that need single pages: what counts, twin by twin, and the laws that both keep.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProcTexts } from '../../src/machine/snapshot.ts';
import type { CgroupHeadroom } from '../../src/machine/proc/cgroup.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { type Booted, booted, withZone } from '../support/arbitrary-machine.ts';
import { type Question, ask } from '../support/ask.ts';
import { type MachineText, type ZoneText, textsOf } from '../support/machine-text.ts';

const zone = (more: Partial<ZoneText>): ZoneText => ({
  zone: 'Normal',
  types: { Movable: [5000] },
  min: 1000,
  managed: 1_000_000,
  ...more,
});

describe('vmalloc-noretry', () => {
  const at = (zones: ZoneText[], pages: number, release = '4.16.13'): Prediction =>
    ask(textsOf({ format: '4.8', zones }), { release, path: 'vmalloc-noretry', pages });

  it.each<[string, ZoneText[], number]>([
    // what, zones, most pages that are above the marks
    ['free less min', [zone({})], 4000],
    ['less the lowmem reserve', [zone({ reserve: [300] })], 3700],
    ['less CMA', [zone({ types: { Movable: [4900], CMA: [100] }, cma: 100 })], 3900],
    // 5000 - 1000 are above the mark; of the 5000 only 800 lie where the request may take them
    ['no more than lies outside HighAtomic', [zone({ types: { Movable: [800], HighAtomic: [4200] } })], 800],
    ['nor on CMA', [zone({ types: { Movable: [700], HighAtomic: [4200], CMA: [100] }, cma: 100 })], 700],
    ['every zone gives its own', [zone({}), zone({ node: 1, free: 1500, min: 1400 })], 4100],
    [
      'a zone below its mark gives nothing, and takes nothing',
      [zone({}), zone({ node: 1, min: 9000 })],
      4000,
    ],
    [
      'Movable gives nothing to the kernel',
      [zone({ reserve: [0, 0] }), zone({ zone: 'Movable', reserve: [0, 0] })],
      4000,
    ],
    [
      'large blocks are pages like others',
      [zone({ types: { Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4] } })],
      3096,
    ],
  ])('%s', (_, zones, most) => {
    expect(at(zones, most).verdict).toBe('available');
    expect(at(zones, most + 1).verdict).not.toBe('available');
  });

  it('does not miss large blocks: a list of single pages alone is as good', () => {
    expect(at([zone({})], 128).verdict).toBe('available');
    const large = [zone({ types: { Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 9] }, min: 4700 })];
    expect(at(large, 128).verdict).not.toBe('available');
  });

  it.each<[string, Partial<ZoneText>, string]>([
    // 4001 pages are needed, 4000 are above the mark
    ['clean cache that covers the rest', { file: 1 }, 'attainable'],
    ['no cache', { file: 0 }, 'unavailable'],
    ['dirty cache is none', { file: 500, dirty: 500 }, 'unavailable'],
    ['one clean page beside the dirty', { file: 501, dirty: 500 }, 'attainable'],
    ['anonymous pages are none', { anon: 90_000 }, 'unavailable'],
  ])('with %s', (_, more, verdict) => {
    expect(at([zone(more)], 4001).verdict).toBe(verdict);
  });
});

describe('vmalloc-noretry without pagetypeinfo', () => {
  // prettier-ignore
  it.each<[what: string, managed: number, pages: number, verdict: string, likelihood: number]>([
    // 4,000 pages are above the mark of 1,000: near where they are less than a tenth and 32 pages more than needed.
    ['far enough',                         10_000, 3607, 'available', 0.998],
    ['a page nearer',                      10_000, 3608, 'attainable', 0.97],
    // 1 % and a block of order 10 may be HighAtomic: of 5,000 pages 1,000 are left, or one less.
    ['what may be hidden is elsewhere',    297_699, 1000, 'available', 0.998],
    ['a page more may be hidden',          297_700, 1000, 'attainable', 0.97],
  ])('%s (%i managed, %i needed)', (_, managed, pages, verdict, likelihood) => {
    const texts = textsOf({ format: '4.8', zones: [{ zone: 'Normal', blocks: [5000], min: 1000, managed }] });
    const found = ask(texts, { release: '4.16.13', path: 'vmalloc-noretry', pages });
    expect(found).toMatchObject({ verdict, likelihood });
  });
});

it('unread HighAtomic pages make an answer no worse than a page too few', () => {
  const at = (free: number): Prediction => {
    const zones: ZoneText[] = [{ zone: 'Normal', blocks: [free], min: 1000, managed: 1e6, file: 9000 }];
    return ask(textsOf({ format: '4.8', zones }), {
      release: '4.16.13',
      path: 'vmalloc-noretry',
      pages: 4000,
    });
  };
  expect([at(5000).cause, at(4999).cause]).toEqual(['not-read', 'watermark']);
  expect(at(5000).likelihood).toBeGreaterThanOrEqual(at(4999).likelihood);
});

describe('vmalloc', () => {
  const meminfo = (more: Record<string, number>): string =>
    Object.entries({ MemTotal: 4_000_000, MemFree: 20_000, ...more })
      .map(([name, kib]) => `${name}: ${kib} kB\n`)
      .join('');
  const at = (text: string, pages: number, more: Question = {}): string => {
    const texts: ProcTexts = { ...textsOf({ zones: [zone({ min: 6000 })] }), meminfo: text };
    return ask(texts, { path: 'vmalloc', pages, ...more }).verdict;
  };

  it.each<[string, Record<string, number>, number, number]>([
    // what, meminfo in KiB, page size, most pages
    ['MemAvailable', { MemAvailable: 40_000 }, 4096, 10_000],
    ['MemAvailable in pages of 64 KiB', { MemAvailable: 40_000 }, 65_536, 625],
    ['MemAvailable and free swap', { MemAvailable: 40_000, SwapFree: 4000 }, 4096, 11_000],
    // free swap takes no more than there is to be moved
    [
      'free swap, and a page less of anonymous memory',
      { MemAvailable: 40_000, SwapFree: 4000, 'Active(anon)': 2000, 'Inactive(anon)': 1996 },
      4096,
      10_999,
    ],
    [
      'free swap with nothing to move there',
      { MemAvailable: 40_000, SwapFree: 8_000_000, 'Active(anon)': 0, 'Inactive(anon)': 0 },
      4096,
      10_000,
    ],
    ['MemFree and Cached before 3.14', { Cached: 12_000 }, 4096, 8000],
  ])('%s', (_, more, pageSize, most) => {
    expect(at(meminfo(more), most, { pageSize })).toBe('available');
    expect(at(meminfo(more), most + 1, { pageSize })).not.toBe('available');
  });

  it('pages above the marks do, whatever MemAvailable says', () => {
    const texts: ProcTexts = { ...textsOf({ zones: [zone({})] }), meminfo: meminfo({ MemAvailable: 4 }) };
    const verdicts = [4000, 4001].map((pages) => ask(texts, { path: 'vmalloc', pages }).verdict);
    expect(verdicts).toEqual(['available', 'unavailable']);
  });

  it.each<[string, number, string]>([
    // gfp, headroom in bytes for a request of 10 pages
    ['GFP_KERNEL_ACCOUNT', 40_960 + 64 * 4096, 'available'],
    // some file pages may not be had, and what is charged ahead may be had
    ['GFP_KERNEL_ACCOUNT', 40_959 + 64 * 4096, 'attainable'],
    ['GFP_KERNEL_ACCOUNT', 0, 'attainable'],
    // what is not accounted is not charged
    ['GFP_KERNEL', 0, 'available'],
  ])('the cgroup: %s with %i bytes left is %s', (gfp, bytes, verdict) => {
    const cgroup: CgroupHeadroom = { bytes, limitBytes: 1e6, path: '/job', unusedBytes: 0 };
    expect(at(meminfo({ MemAvailable: 40_000 }), 10, { gfp, also: { cgroup } })).toBe(verdict);
  });
});

describe('on both paths', () => {
  const runs = { numRuns: 100 };
  const question = fc.record({
    path: fc.constantFrom('vmalloc', 'vmalloc-noretry'),
    pages: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 120_000 })),
    types: fc.boolean(),
  });
  const visible = (machine: MachineText, types: boolean): ProcTexts => {
    const { buddyinfo, zoneinfo, pagetypeinfo } = textsOf(machine);
    return { buddyinfo, zoneinfo, ...(types ? { pagetypeinfo } : {}) };
  };
  const rank = ({ verdict }: Prediction): number =>
    ['available', 'attainable', 'unavailable'].indexOf(verdict);

  const holds = (change: (zone: ZoneText, by: number) => ZoneText): void => {
    const changed = fc.tuple(booted, fc.nat(), fc.nat(3000)).map(([before, where, by]) => {
      const places = before.machine.zones.flatMap((z, i) => (z.unpopulated ? [] : [i]));
      const at = places[where % places.length] ?? 0;
      return { before, after: withZone(before.machine, at, (z) => change(z, by)) };
    });
    fc.assert(
      fc.property(changed, question, ({ before, after }, { path, pages, types }) => {
        const asked = { path, pages, release: before.kernel.release } as const;
        const [was, is] = [ask(visible(before.machine, types), asked), ask(visible(after, types), asked)];
        expect(rank(is)).toBeGreaterThanOrEqual(rank(was));
        expect(is.likelihood).toBeLessThanOrEqual(was.likelihood + 1e-9);
      }),
      runs,
    );
  };

  it('fewer free pages never improve the answer', () => {
    holds((z, by) => {
      const [first = 0, ...rest] = z.types?.Movable ?? [];
      return { ...z, types: { ...z.types, Movable: [Math.max(0, first - by), ...rest] } };
    });
  });

  it('a higher mark never improves it', () => {
    holds((z, by) => ({ ...z, min: (z.min ?? 0) + by, low: (z.low ?? 0) + by, high: (z.high ?? 0) + by }));
  });

  it('more pages asked for never improve it', () => {
    fc.assert(
      fc.property(
        booted,
        question,
        fc.nat(5000),
        ({ machine, kernel }: Booted, { path, pages, types }, by) => {
          const of = (n: number): Prediction =>
            ask(visible(machine, types), { path, pages: n, release: kernel.release });
          expect(rank(of(pages + by))).toBeGreaterThanOrEqual(rank(of(pages)));
          expect(of(pages + by).likelihood).toBeLessThanOrEqual(of(pages).likelihood + 1e-9);
        },
      ),
      runs,
    );
  });
});
