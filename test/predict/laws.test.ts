// Laws of the answer on random machines, of every kernel generation.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Prediction } from '../../src/predict/prediction.ts';
import { expandGfp } from '../../src/kernel/gfp.ts';
import { servedFromFree } from '../support/allocator.ts';
import { type Booted, booted, withZone } from '../support/arbitrary-machine.ts';
import { ask } from '../support/ask.ts';
import { type MachineText, type ZoneText, textsOf } from '../support/machine-text.ts';
import type { ProcTexts } from '../../src/machine/snapshot.ts';

const runs = { numRuns: 150 };

const gfps = [
  'GFP_KERNEL',
  'GFP_KERNEL|__GFP_NORETRY',
  'GFP_KERNEL|__GFP_RETRY_MAYFAIL',
  'GFP_KERNEL|__GFP_HIGH',
  'GFP_KERNEL|__GFP_MEMALLOC',
  'GFP_KERNEL|__GFP_MEMALLOC|__GFP_NOMEMALLOC',
  'GFP_NOIO',
  'GFP_NOWAIT',
  'GFP_ATOMIC',
  'GFP_ATOMIC|__GFP_NOMEMALLOC',
  'GFP_ATOMIC|__GFP_MEMALLOC',
  'GFP_KERNEL|__GFP_DMA32',
  'GFP_KERNEL|__GFP_DMA',
  'GFP_HIGHUSER',
  'GFP_HIGHUSER_MOVABLE',
] as const;

/** What is visible of a machine: pagetypeinfo and zoneinfo may be hidden. */
interface Seen {
  types: boolean;
  zoneinfo: boolean;
}
const seen = fc.constantFrom<Seen[]>(
  { types: true, zoneinfo: true },
  { types: false, zoneinfo: true },
  { types: false, zoneinfo: false },
);

function texts(machine: MachineText, { types, zoneinfo }: Seen): ProcTexts {
  const all = textsOf(machine);
  return {
    buddyinfo: all.buddyinfo,
    ...(zoneinfo ? { zoneinfo: all.zoneinfo } : {}),
    ...(types ? { pagetypeinfo: all.pagetypeinfo } : {}),
  };
}

const question = fc.record({
  order: fc.nat(11),
  count: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 40 })),
  gfp: fc.constantFrom(...gfps),
  seen,
});

/** 0 available, 1 attainable, 2 unavailable, 3 never */
function rank({ verdict, never }: Prediction): number {
  return never ? 3 : ['available', 'attainable', 'unavailable'].indexOf(verdict);
}

const populated = ({ machine }: Booted): number[] =>
  machine.zones.flatMap((zone, i) => (zone.unpopulated ? [] : [i]));

/** A machine and the same with one change to one of its zones; null where the change finds nothing to change. */
function changed(
  change: (zone: ZoneText, pick: number) => ZoneText | null,
): fc.Arbitrary<{ before: Booted; after: MachineText | null }> {
  return fc.tuple(booted, fc.nat(), fc.nat()).map(([before, where, pick]) => {
    const places = populated(before);
    const at = places[where % places.length] ?? 0;
    const zone = change(before.machine.zones[at]!, pick);
    return { before, after: zone === null ? null : withZone(before.machine, at, () => zone) };
  });
}

/** Takes one free block off a list, and off every counter that counts it. */
function withoutBlock(zone: ZoneText, pick: number, usable: boolean): ZoneText | null {
  const places = Object.entries(zone.types ?? {})
    .filter(([type]) => usable || (type !== 'CMA' && type !== 'HighAtomic'))
    .flatMap(([type, list]) => list.flatMap((n, order) => (n > 0 ? [[type, order] as const] : [])));
  const place = places[pick % Math.max(1, places.length)];
  if (!place) return null;
  const [type, order] = place;
  const list = (zone.types?.[type as 'CMA'] ?? []).map((n, o) => n - Number(o === order));
  const size = 2 ** order;
  return {
    ...zone,
    types: { ...zone.types, [type]: list },
    ...(type === 'CMA' ? { cma: (zone.cma ?? 0) - size } : {}),
    ...(type === 'HighAtomic' ? { freeHighatomic: (zone.freeHighatomic ?? 0) - size } : {}),
  };
}

const fewerBlocks = changed((zone, pick) => withoutBlock(zone, pick, true));
// Without pagetypeinfo the largest blocks are taken to be the CMA and HighAtomic ones: fewer of those is no loss.
const fewerUsableBlocks = changed((zone, pick) => withoutBlock(zone, pick, false));

const higherMark = changed((zone, pick) => {
  const more = 1 + (pick % 3000);
  const mark = (['min', 'low', 'high'] as const)[pick % 3]!;
  return { ...zone, [mark]: (zone[mark] ?? 0) + more };
});

const higherReserve = changed((zone, pick) => ({
  ...zone,
  reserve: (zone.reserve ?? []).map((pages) => (pages === 0 ? 0 : pages + (pick % 3000))),
}));

describe('the rank of the verdict', () => {
  const neverImproves = (
    change: fc.Arbitrary<{ before: Booted; after: MachineText | null }>,
    visible: fc.Arbitrary<Seen> = seen,
  ): void => {
    fc.assert(
      fc.property(change, question, visible, ({ before, after }, { order, count, gfp }, see) => {
        if (after === null) return;
        const asked = { order, count, gfp, release: before.kernel.release };
        const [was, is] = [ask(texts(before.machine, see), asked), ask(texts(after, see), asked)];
        expect(rank(is)).toBeGreaterThanOrEqual(rank(was));
      }),
      runs,
    );
  };

  it('is never improved by one free block less', () => {
    neverImproves(fewerUsableBlocks);
  });

  it('is never improved by one free block less, of whatever type, where the types are known', () => {
    neverImproves(fewerBlocks, fc.constant({ types: true, zoneinfo: true }));
  });

  it('is never improved by a higher watermark', () => {
    neverImproves(higherMark);
  });

  it('is never improved by a larger lowmem reserve', () => {
    neverImproves(higherReserve);
  });

  it('is never improved by a larger order', () => {
    fc.assert(
      fc.property(booted, question, fc.nat(10), ({ kernel, machine }, { order, gfp, seen: see }, by) => {
        // The kernel itself keeps order-0 GFP_ATOMIC off the HighAtomic pages that its larger requests may use (to 6.11).
        if (order === 0 && gfp.startsWith('GFP_ATOMIC') && kernel.version[0] < 7) return;
        const at = (o: number): Prediction =>
          ask(texts(machine, see), { order: o, gfp, release: kernel.release });
        expect(rank(at(order + by))).toBeGreaterThanOrEqual(rank(at(order)));
      }),
      runs,
    );
  });

  it('is never improved by __GFP_NORETRY, nor made worse by __GFP_RETRY_MAYFAIL', () => {
    fc.assert(
      fc.property(booted, fc.nat(11), seen, ({ kernel, machine }, order, see) => {
        const at = (gfp: string): number =>
          rank(ask(texts(machine, see), { order, gfp, release: kernel.release }));
        expect(at('GFP_KERNEL|__GFP_NORETRY')).toBeGreaterThanOrEqual(at('GFP_KERNEL'));
        expect(at('GFP_KERNEL|__GFP_RETRY_MAYFAIL')).toBeLessThanOrEqual(at('GFP_KERNEL'));
      }),
      runs,
    );
  });
});

describe('available', () => {
  const flagsOf = (gfp: string): Set<string> => expandGfp(gfp.split('|'));

  /** gfp_zone() and the zone index, spelled out for the layouts that are tried here. */
  function reach(
    flags: ReadonlySet<string>,
    built: readonly string[],
  ): { zones: string[]; classIndex: number } {
    const wish = flags.has('__GFP_DMA')
      ? 'DMA'
      : flags.has('__GFP_DMA32')
        ? 'DMA32'
        : flags.has('__GFP_HIGHMEM')
          ? flags.has('__GFP_MOVABLE')
            ? 'Movable'
            : 'HighMem'
          : 'Normal';
    const highest = built.includes(wish) ? wish : 'Normal';
    const classIndex = built.indexOf(highest);
    return { zones: built.slice(0, classIndex + 1), classIndex };
  }

  function kernelServes({ kernel, machine, built }: Booted, gfp: string, order: number): boolean {
    const flags = flagsOf(gfp);
    return servedFromFree(machine, { version: kernel.version, flags, order, ...reach(flags, built) });
  }

  it("is the kernel's own answer where everything was read", () => {
    let served = 0;
    let refused = 0;
    fc.assert(
      fc.property(booted, question, (machine, { order, gfp }) => {
        const expected = order <= 10 && kernelServes(machine, gfp, order);
        if (expected) served++;
        else refused++;
        const found = ask(texts(machine.machine, { types: true, zoneinfo: true }), {
          order,
          gfp,
          release: machine.kernel.release,
        });
        // Both passes of this one are taken as one, without HighAtomic: that errs on the safe side alone.
        if (gfp === 'GFP_ATOMIC|__GFP_MEMALLOC' && found.verdict !== 'available') return;
        expect(found.verdict === 'available').toBe(expected);
      }),
      { numRuns: 600 },
    );
    // Both answers came up often enough for the comparison to mean something.
    expect(Math.min(served, refused)).toBeGreaterThan(50);
  });

  it('is a promise that pagetypeinfo never takes back', () => {
    fc.assert(
      fc.property(booted, question, (machine, { order, gfp }) => {
        const found = ask(texts(machine.machine, { types: false, zoneinfo: true }), {
          order,
          gfp,
          release: machine.kernel.release,
        });
        if (found.verdict === 'available') expect(kernelServes(machine, gfp, order)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('is said of exactly the zones that fit', () => {
    fc.assert(
      fc.property(booted, question, ({ kernel, machine }, { order, gfp, seen: see }) => {
        const { verdict, zones, cause } = ask(texts(machine, see), { order, gfp, release: kernel.release });
        expect(verdict === 'available').toBe(zones.some((zone) => zone.fits));
        expect(cause === 'none').toBe(verdict === 'available');
        for (const zone of zones) if (zone.fits) expect(zone.allowed).toBe(true);
      }),
      runs,
    );
  });
});

describe('the likelihood', () => {
  const visible: Record<string, fc.Arbitrary<Seen>> = {
    'a free block of any type': fc.constant({ types: true, zoneinfo: true }),
  };

  it.each([
    ['a free block less', fewerUsableBlocks],
    ['a free block of any type', fewerBlocks],
    ['a higher watermark', higherMark],
    ['a larger lowmem reserve', higherReserve],
  ])('never rises by %s', (name, change) => {
    fc.assert(
      fc.property(change, question, visible[name] ?? seen, ({ before, after }, { order, gfp }, see) => {
        if (after === null) return;
        const asked = { order, gfp, release: before.kernel.release };
        const [was, is] = [ask(texts(before.machine, see), asked), ask(texts(after, see), asked)];
        expect(is.likelihood).toBeLessThanOrEqual(was.likelihood + 1e-9);
      }),
      runs,
    );
  });

  it('never rises with the order', () => {
    fc.assert(
      fc.property(booted, question, fc.nat(10), ({ kernel, machine }, { order, gfp, seen: see }, by) => {
        if (order === 0 && gfp.startsWith('GFP_ATOMIC') && kernel.version[0] < 7) return;
        const at = (o: number): number =>
          ask(texts(machine, see), { order: o, gfp, release: kernel.release }).likelihood;
        expect(at(order + by)).toBeLessThanOrEqual(at(order) + 1e-9);
      }),
      runs,
    );
  });

  it('agrees with the verdict', () => {
    fc.assert(
      fc.property(booted, question, ({ kernel, machine }, { order, gfp, seen: see }) => {
        const { verdict, likelihood } = ask(texts(machine, see), { order, gfp, release: kernel.release });
        if (verdict === 'available') expect(likelihood).toBeGreaterThanOrEqual(0.99);
        if (verdict === 'attainable') expect(likelihood).toBeGreaterThanOrEqual(0.5);
        if (verdict === 'unavailable') expect(likelihood).toBeLessThan(0.5);
      }),
      runs,
    );
  });
});
