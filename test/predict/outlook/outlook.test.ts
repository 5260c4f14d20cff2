// When a request that is available will no longer be: the line through a series, and what is said of one.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { medianLine } from '../../../src/predict/outlook/line.ts';
import { outlookOf } from '../../../src/predict/outlook/outlook.ts';
import type { RequestRoom } from '../../../src/predict/outlook/room.ts';

const minute = 60_000;

/** A day of looks, one a minute, of a request for one block of order 4. */
function looks(count: number, of: (minute: number) => Partial<RequestRoom>): RequestRoom[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ at: i * minute, needs: 16, isAvailable: true, inBlocks: 16_000, inMemory: 40_000 },
    untilReclaim: 20_000,
    ...of(i),
  }));
}

/** What jobs take and give back: the same each time, and no trend. */
const noise = (i: number): number => Math.sin(i * 12.9898) * Math.cos(i * 78.233);

describe('the line through a series', () => {
  it('goes through points that lie on one', () => {
    const points = Array.from({ length: 30 }, (_, i) => [i * 10, 500 - 3 * i * 10] as const);
    const { now, slope, scatter } = medianLine(points);
    expect(slope).toBeCloseTo(-3);
    expect(now).toBeCloseTo(500 - 870);
    expect(scatter).toBeCloseTo(0);
  });

  it('is not tilted by a job that takes much for a fifth of the time', () => {
    const points = Array.from({ length: 50 }, (_, i) => [i, 1000 - 5 * i - (i >= 20 && i < 30 ? 600 : 0)] as const); // prettier-ignore
    const { now, slope } = medianLine(points);
    expect(slope).toBeGreaterThan(-6);
    expect(slope).toBeLessThan(-4);
    expect(Math.abs(now - 755)).toBeLessThan(40);
  });

  it('of one point is none', () => {
    expect(() => medianLine([[1, 1]])).toThrow(RangeError);
  });
});

describe('an outlook', () => {
  it.each<[string, (i: number) => Partial<RequestRoom>, 'blocks' | 'memory', number]>([
    ['blocks that run out before reclaim begins', (i) => ({ inBlocks: 16_016 - 160 * i, untilReclaim: 30_000 - 160 * i }), 'blocks', 41], // prettier-ignore
    ['blocks where nothing could be reclaimed', (i) => ({ inBlocks: 9616 - 160 * i, untilReclaim: 6000 - 100 * i, inMemory: 6100 - 100 * i }), 'blocks', 1], // prettier-ignore
    ['memory, where reclaim begins before the blocks run out', (i) => ({ inBlocks: 16_000 - 160 * i, untilReclaim: 14_000 - 160 * i, inMemory: 40_016 - 500 * i }), 'memory', 21], // prettier-ignore
    ['memory, where blocks stay', (i) => ({ inMemory: 40_016 - 400 * i + 300 * noise(i) }), 'memory', 41],
    ['of no block', (i) => ({ inBlocks: null, inMemory: 40_016 - 400 * i }), 'memory', 41],
  ])('%s', (_, of, what, minutes) => {
    const outlook = outlookOf(looks(60, of));
    expect(outlook?.of).toBe(what);
    expect(Math.abs((outlook?.inMilliseconds ?? 0) / minute - minutes)).toBeLessThan(2.5);
    expect(outlook?.to).toBeLessThan(outlook?.from ?? 0);
  });

  it.each<[string, RequestRoom[]]>([
    ['nothing was seen', []],
    ['it is not available now', looks(60, (i) => ({ inMemory: 40_000 - 600 * i, isAvailable: i < 59 }))],
    ['too little was seen', looks(17, (i) => ({ inMemory: 40_000 - 2000 * i }))],
    ['nothing falls', looks(60, () => ({}))],
    ['jobs come and go', looks(60, (i) => ({ inMemory: 30_000 + 9000 * noise(i), inBlocks: 9000 + 5000 * noise(i + 7) }))], // prettier-ignore
    ['it rises', looks(60, (i) => ({ inMemory: 10_000 + 500 * i, inBlocks: 5000 + 100 * i }))],
    ['it fell, and no longer does', looks(60, (i) => ({ inMemory: 40_000 - 600 * Math.min(i, 30) }))],
    ['the end is too far away', looks(60, (i) => ({ inMemory: 400_000 - 600 * i }))],
    ['little is left in blocks when reclaim begins', looks(60, (i) => ({ inBlocks: 14_900 - 200 * i, untilReclaim: 14_000 - 190 * i, inMemory: 90_000 - 600 * i }))], // prettier-ignore
  ])('is none where %s', (_, rooms) => {
    expect(outlookOf(rooms)).toBeNull();
  });

  it('names a time ahead of the last look and within twice what was watched, or none', () => {
    const room = fc.record({
      inBlocks: fc.option(fc.nat(1e6)),
      inMemory: fc.nat(1e7),
      untilReclaim: fc.nat(1e6),
      isAvailable: fc.constant(true),
      needs: fc.integer({ min: 1, max: 1024 }),
    });
    const fallen = fc.tuple(fc.integer({ min: 2, max: 80 }), fc.nat(5000), room).map(([count, rate, first]) =>
      Array.from({ length: count }, (_, i): RequestRoom => ({
        ...first,
        at: i * 1000,
        inMemory: Math.max(0, first.inMemory - rate * i),
        inBlocks: first.inBlocks === null ? null : Math.max(0, first.inBlocks - rate * i),
      })),
    );
    fc.assert(
      fc.property(fc.oneof(fallen, fc.array(room, { maxLength: 60 }).map((all) => all.map((each, i) => ({ ...each, at: i * 1000 })))), (rooms) => {
        const outlook = outlookOf(rooms);
        if (outlook === null) return;
        const seen = (rooms.at(-1)?.at ?? 0) - (rooms[0]?.at ?? 0);
        expect(outlook.inMilliseconds).toBeGreaterThan(0);
        expect(outlook.inMilliseconds).toBeLessThanOrEqual(2 * seen);
        expect(outlook.overMilliseconds).toBeLessThanOrEqual(seen);
      }),
    ); // prettier-ignore
  });
});
