// Pages above the largest free list: a likelihood, never a promise and never a "never".
import { describe, expect, it } from '@jest/globals';
import { parseRelease } from '../../src/kernel/release.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { type MachineText, type ZoneText, textsOf } from '../support/machine-text.ts';

/** As 6.12 asks (mm/hugetlb.c alloc_gigantic_folio): not from ZONE_MOVABLE. */
const giganticGfp = ['GFP_HIGHUSER', '__GFP_THISNODE', '__GFP_NOWARN', '__GFP_COMP'];

/** Blocks of order 10, and what else a zone is told to have. */
function normal(blocks: number, more: Partial<ZoneText> = {}): ZoneText {
  const managed = Math.max(more.managed ?? 0, blocks * 1024);
  return { zone: 'Normal', blocks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, blocks], managed, ...more };
}

function ask(
  zones: ZoneText[],
  order = 18,
  count = 1,
  machine: Partial<MachineText> = {},
  hugePage = true,
): Prediction {
  const pages = 2 ** order;
  const request = {
    ...{
      workload: 'hugepage',
      bytes: pages * 4096,
      order,
      pages,
      pageSize: 4096,
      gfp: giganticGfp,
      notes: [],
    },
    ...({ path: 'contiguous', count, hugePage } as const),
  };
  return predict(request, snapshotOf(textsOf({ ...machine, zones })), parseRelease('6.12.117'));
}

const gib = 2 ** 18;

describe('a gigantic page', () => {
  // A zone of 8 GiB from pfn 1 holds seven aligned ranges of 1 GiB.
  // prettier-ignore
  it.each<[string, ZoneText[], number, Prediction['verdict']]>([
    ['free memory enough',               [normal(256, { managed: 8 * gib })],                   1, 'attainable'],
    ['a page under it',                  [normal(255, { managed: 8 * gib })],                   1, 'unavailable'],
    ['enough, but for the high mark',    [normal(256, { managed: 8 * gib, high: 1 })],          1, 'unavailable'],
    ['clean cache makes up for it',      [normal(255, { managed: 8 * gib, file: 1024 })],       1, 'attainable'],
    ['three of them',                    [normal(768, { managed: 8 * gib })],                   3, 'attainable'],
    ['three of them, too little',        [normal(767, { managed: 8 * gib })],                   3, 'unavailable'],
    ['free CMA enough',                  [normal(256, { managed: 8 * gib, cma: gib, high: gib })], 1, 'attainable'],
    ['free CMA a page short',            [normal(256, { managed: 8 * gib, cma: gib - 1, high: gib })], 1, 'unavailable'],
    ['no aligned range in 1 GiB',        [normal(256, { managed: gib })],                       1, 'unavailable'],
    ['an aligned range in 2 GiB',        [normal(512, { managed: 2 * gib })],                   1, 'attainable'],
    ['two aligned ranges in 2 GiB',      [normal(512, { managed: 2 * gib })],                   2, 'unavailable'],
    ['more than the machine has',        [normal(2048, { managed: 8 * gib })],                  9, 'unavailable'],
    ['a Movable zone does not serve',    [normal(1), { ...normal(512, { managed: 2 * gib }), zone: 'Movable' }], 1, 'unavailable'],
  ])('%s: %#', (_, zones, count, verdict) => {
    const answer = ask(zones, 18, count);
    expect(answer).toMatchObject({ verdict, never: false });
    expect(answer.reason).toMatch(/above the largest free list, order 10: .*which no file settles/);
  });

  it('32 MiB on arm64 with 4 KiB pages is one: order 13 above lists that end at 10', () => {
    expect(ask([normal(256, { managed: 8 * gib })], 13)).toMatchObject({
      verdict: 'attainable',
      never: false,
    });
  });

  it('on lists that hold its order it is a block like any other', () => {
    const blocks = [...Array<number>(13).fill(0), 3];
    expect(ask([{ zone: 'Normal', blocks }], 13, 1, { orders: 14 }).verdict).toBe('available');
  });

  it('an order that is no huge page stays "never"', () => {
    expect(ask([normal(2048, { managed: 8 * gib })], 18, 1, {}, false)).toMatchObject({
      never: true,
      likelihood: 0,
    });
  });

  it('is never promised without zoneinfo', () => {
    const { buddyinfo } = textsOf({ zones: [normal(2048)] });
    const request = {
      ...{
        workload: 'hugepage',
        bytes: 2 ** 30,
        order: 18,
        pages: gib,
        pageSize: 4096,
        gfp: giganticGfp,
        notes: [],
      },
      ...({ path: 'contiguous', hugePage: true } as const),
    };
    expect(predict(request, snapshotOf({ buddyinfo }), null)).toMatchObject({
      verdict: 'attainable',
      never: false,
    });
  });

  // prettier-ignore
  it.each<[zones: ZoneText[], likelihood: number, cause: Prediction['cause']]>([
    [[normal(256, { managed: 8 * gib, cma: gib, high: gib })], 0.8,  'fragmentation'],
    [[normal(256, { managed: 8 * gib })],                      0.6,  'fragmentation'],
    [[normal(255, { managed: 8 * gib })],                      0.1,  'out-of-memory'],
    [[normal(256, { managed: gib })],                          0.02, 'out-of-memory'],
  ])('what is short: %#', (zones, likelihood, cause) => {
    const answer = ask(zones);
    expect(answer).toMatchObject({ likelihood, cause, terms: [], wants: [] });
    const [zone] = answer.zones;
    expect(zone).toMatchObject({ fits: false, mayFit: false, why: 'no list of order 18: the largest is 10' });
  });

  // prettier-ignore
  it.each<[what: string, managed: number, count: number, likelihood: number]>([
    // A zone that does not say where it starts may hold as many ranges as it has pages for.
    ['one range', gib, 1, 0.6], ['one page less', gib - 1, 1, 0.02], ['two are wanted', 2 * gib - 1, 2, 0.02],
  ])('without the place of a zone: %s', (_, managed, count, likelihood) => {
    const texts = textsOf({ zones: [normal(1, { managed, file: 4 * gib })] });
    const zoneinfo = texts.zoneinfo!.replaceAll(/^ +(?:start_pfn:|managed ).*\n/gm, '').replace(/present .*/, `present ${managed}`);
    const gfp = giganticGfp;
    const request = { workload: 'hugepage', bytes: 2 ** 30, order: 18, pages: gib, pageSize: 4096, gfp, notes: [] };
    const asked = { ...request, ...({ path: 'contiguous', count, hugePage: true } as const) };
    expect(predict(asked, snapshotOf({ ...texts, zoneinfo }), null).likelihood).toBe(likelihood);
  });

  it.each([
    [256, 0.6],
    [255, 0.02],
  ])('without zoneinfo %i free blocks of order 10 have %d', (blocks, likelihood) => {
    const { buddyinfo } = textsOf({ zones: [normal(blocks)] });
    const gfp = giganticGfp;
    const request = {
      workload: 'hugepage',
      bytes: 2 ** 30,
      order: 18,
      pages: gib,
      pageSize: 4096,
      gfp,
      notes: [],
    };
    const asked = { ...request, ...({ path: 'contiguous', hugePage: true } as const) };
    expect(predict(asked, snapshotOf({ buddyinfo }), null).likelihood).toBe(likelihood);
  });
});
