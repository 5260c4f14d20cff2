// What one zone says of a request: by which page it fails, for which cause, and how many blocks it serves.
import { describe, expect, it } from '@jest/globals';
import { gfpTraits } from '../../src/kernel/gfp.ts';
import { parseVersion } from '../../src/kernel/version.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { testZone } from '../../src/predict/zone-test.ts';
import { zonelistFor } from '../../src/predict/zonelist.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const reserveOf = (pages: number) => ({ reserve: [pages, pages] });

/** Asks zone Normal for one block. */
function answerOf(zone: Partial<ZoneText>, order: number, version = '6.12', { isMarked = true } = {}) {
  const unpopulated: ZoneText = { zone: 'Movable', unpopulated: true, ...reserveOf(0) };
  const texts = textsOf({ zones: [{ zone: 'Normal', managed: 1e6, ...zone }, unpopulated] });
  const zonelist = zonelistFor(snapshotOf(isMarked ? texts : { ...texts, zoneinfo: undefined }), 'Normal');
  const traits = gfpTraits(['GFP_KERNEL']);
  const question = { order, traits, kernel: parseVersion(version), zonelist, defragMode: false };
  return testZone(zonelist.zones[0]!, question);
}

describe('why a zone does not serve', () => {
  // prettier-ignore
  it.each<[what: string, version: string, order: number, zone: Partial<ZoneText>, cause: string]>([
    // 1,100 pages, and the rest of the block of order 2 counts as gone: 1,097.
    ['a page above its mark, but for the reserve',  '6.12', 2, { min: 1096, ...reserveOf(1) }, 'reserve'],
    ['at its mark',                                 '6.12', 2, { min: 1097, ...reserveOf(1) }, 'watermark'],
    ['a page above mark and reserve',               '6.12', 2, { min: 1000, ...reserveOf(96) }, 'none'],
    ['at mark and reserve',                         '6.12', 2, { min: 1000, ...reserveOf(97) }, 'reserve'],
    // Before 4.4 the 1,000 single pages do not count for order 1: 97 are left, and half of the mark is more.
    ['single pages alone make up the mark',         '4.3',  2, { min: 1000 }, 'no-block'],
    ['the same at its mark',                        '4.3',  2, { min: 1097 }, 'watermark'],
    ['the same at mark and reserve',                '4.3',  2, { min: 1000, ...reserveOf(97) }, 'reserve'],
  ])('%s, %s: order %i', (_, version, order, zone, cause) => {
    expect(answerOf({ types: { Movable: [1000, 0, 25] }, ...zone }, order, version).cause).toBe(cause);
  });

  it.each([
    [0, 'not above the mark of 5000'],
    [7, 'not above the mark of 5000 plus the lowmem reserve of 7'],
  ])('names a reserve of %i pages where there is one', (reserve, words) => {
    const { why } = answerOf({ types: { Movable: [100] }, min: 5000, ...reserveOf(reserve) }, 0);
    expect(why).toMatch(new RegExp(`${words}$`));
  });
});

describe('how many blocks a zone serves', () => {
  // prettier-ignore
  it.each<[what: string, order: number, zone: Partial<ZoneText>, serves: number]>([
    // 160 pages in 10 blocks of order 4: each brings the zone 16 pages closer to its mark; the last may cross it.
    ['its blocks',                      4, { min: 0 },                    10],
    ['49 above the mark',               4, { min: 96 },                   4],
    ['48 above the mark',               4, { min: 97 },                   3],
    ['48 above mark and reserve',       4, { min: 90, ...reserveOf(7) },  3],
    ['49 above mark and reserve',       4, { min: 90, ...reserveOf(6) },  4],
    ['1 above the mark',                4, { min: 144 },                  1],
    ['larger blocks are split',         2, { min: 0 },                    40],
    ['single pages are in no block',    4, { min: 0, types: { Movable: [15, 0, 0, 0, 2] } }, 2],
    ['one block, and pages beside it',  4, { min: 0, types: { Movable: [900, 0, 0, 0, 1] } }, 1],
  ])('%s: order %i', (_, order, zone, serves) => {
    const found = answerOf({ types: { Movable: [0, 0, 0, 0, 10] }, ...zone }, order);
    expect([found.fits, found.serves, found.mayServe]).toEqual([true, serves, serves]);
  });
});

describe('a zone whose marks were not read', () => {
  // prettier-ignore
  it.each<[order: number, cause: string, mayServe: number]>([
    // A block of order 5, three of order 3, and a page.
    [0, 'not-read', 57], [3, 'not-read', 7], [4, 'not-read', 2], [5, 'not-read', 1], [6, 'no-block', 0],
  ])('order %i: %s, perhaps %i', (order, cause, mayServe) => {
    const found = answerOf({ types: { Movable: [1, 0, 0, 3, 0, 1] } }, order, '6.12', { isMarked: false });
    expect(found).toMatchObject({ cause, fits: false, serves: 0, mayServe });
  });
});
