// The vmalloc space of 32-bit kernels, as the one that granted 110 MiB and refused 150 with 122,880 kB.
import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/machine/snapshot.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { ask } from '../support/ask.ts';
import { textsOf } from '../support/machine-text.ts';

const texts = textsOf({
  zones: [
    { zone: 'DMA', blocks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3] },
    { zone: 'Normal', blocks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200], min: 1000 },
    { zone: 'HighMem', blocks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400], min: 128 },
  ],
});
const totalKib = 122_880;
const totalPages = totalKib / 4;

interface Told {
  /** VmallocUsed, KiB */
  usedKib?: number;
  /** bytes of the areas of /proc/vmallocinfo */
  areas?: readonly number[];
  totalKib?: number;
  /** VmallocChunk, KiB: to 4.3 the largest hole */
  chunkKib?: number;
}

function answer(pages: number, told: Told, path: 'vmalloc' | 'vmalloc-noretry' = 'vmalloc'): Prediction {
  const meminfo = new Map([
    ['MemTotal', 2_400_000],
    ['MemAvailable', 2_300_000],
    ['VmallocTotal', told.totalKib ?? totalKib],
    ['VmallocUsed', told.usedKib ?? 0],
    ['VmallocChunk', told.chunkKib ?? 0],
  ]);
  const also: Partial<Snapshot> = { meminfo };
  if (told.areas) also.vmallocinfo = told.areas.map((bytes) => ({ bytes, caller: null }));
  return ask(texts, { pages, path, release: path === 'vmalloc' ? '5.10.0' : '4.16.13', also });
}

describe('the vmalloc space of a 32-bit kernel', () => {
  // prettier-ignore
  it.each<[string, number, Told, Prediction['verdict'], boolean]>([
    ['150 MiB, refused',                            38_400,              { usedKib: 4096 }, 'unavailable', true],
    ['the whole space has no guard page',           totalPages,          { usedKib: 4096 }, 'unavailable', true],
    ['a page less is more than is free',            totalPages - 1,      { usedKib: 4096 }, 'unavailable', false],
    ['what is free has no guard page',              totalPages - 1024,   { usedKib: 4096 }, 'unavailable', false],
    ['110 MiB, granted where little was in use',    28_160,              { usedKib: 4096 }, 'attainable',  false],
    ['a page less than is free: perhaps in pieces', totalPages - 1025,   { usedKib: 4096 }, 'attainable',  false],
    // VmallocUsed has not what drivers mapped: a quarter of the rest is promised.
    ['a quarter of what is free',                   7423,                { usedKib: 4096 }, 'available',   false],
    ['a page more than a quarter',                  7424,                { usedKib: 4096 }, 'attainable',  false],
    // From 4.4 to 5.2 it is 0.
    ['use not told: a quarter',                     7679,                {},                'available',   false],
    ['use not told: a page more',                   7680,                {},                'attainable',  false],
    ['the areas tell',                              14_847,              { areas: [4_194_304] }, 'available', false],
    ['the areas tell: a page more than half',       14_848,              { areas: [4_194_304] }, 'attainable', false],
    ['the largest hole holds it',                   14_848,              { usedKib: 60_000, chunkKib: 59_396 }, 'available', false],
    ['and not a page more',                         14_849,              { usedKib: 60_000, chunkKib: 59_396 }, 'unavailable', false],
    ['the areas tell of little room',               14_847,              { areas: [100 * 2 ** 20] }, 'unavailable', false],
    ['a 64-bit space is none of this',              100_000,             { totalKib: 34_359_738_367 }, 'available', false],
    ['a kernel that tells no space',                100_000,             { totalKib: 0 },   'available',   false],
  ])('%s: %i pages, %j: %s, never %s', (_, pages, told, verdict, never) => {
    expect(answer(pages, told)).toMatchObject({ verdict, never });
  });

  // prettier-ignore
  it.each<[number, Told, string, number]>([
    [totalPages - 1, { usedKib: 4096 },                   'at most 121634816 of the vmalloc space of 125829120 bytes is free', 121_634_816],
    [totalPages - 1, { areas: [4_194_304] },              'at most 121634816 of',     121_634_816],
    [totalPages - 1, { usedKib: 4096, chunkKib: 50_000 }, '51200000 in one piece of', 51_200_000],
    [14_849,         { chunkKib: 59_396 },                '60821504 in one piece of', 60_821_504],
  ])('%i pages, %j: says that %s', (pages, told, says, has) => {
    const { reason, room, zones } = answer(pages, told);
    expect(reason).toContain(`bytes of address space are needed, the guard page included, and ${says}`);
    expect(room).toMatchObject({ needs: (pages + 1) * 4096, has });
    expect(zones.map(({ zone }) => zone)).toEqual(expect.arrayContaining(['Normal', 'HighMem']));
  });

  it('says so where how much is in use is not told', () => {
    expect(answer(7680, {}).reason).toContain(
      'an unknown part of the vmalloc space of 125829120 bytes is free',
    );
  });

  it('is heeded with __GFP_NORETRY too', () => {
    expect(answer(38_400, { usedKib: 4096 }, 'vmalloc-noretry').never).toBe(true);
    expect(answer(100, { usedKib: 4096 }, 'vmalloc-noretry').verdict).toBe('available');
  });

  it('does not hide that memory is short', () => {
    const short = ask(texts, {
      ...{ pages: 25_000, path: 'vmalloc', release: '5.10.0' },
      also: {
        meminfo: new Map([
          ['MemAvailable', 4],
          ['VmallocTotal', totalKib],
          ['VmallocUsed', 4096],
        ]),
      },
    });
    expect(short.zones.length).toBeGreaterThan(0);
    expect(answer(28_160, { usedKib: 4096 }).reason).toMatch(/perhaps not in one piece.*vmap allocation/);
  });

  // prettier-ignore
  it.each<[string, number, Told, number, string[]]>([
    ['too little is free',        totalPages - 1024, { usedKib: 4096 }, 0.05, []],
    ['perhaps in pieces',         14_848,            { usedKib: 4096 }, 0.7,  ['vmallocinfo']],
    ['in pieces, the areas told', 14_848,            { areas: [4_194_304] }, 0.7, []],
    ['a space of 64 GiB is wide', 100_000,           { totalKib: 2 ** 26, usedKib: 2 ** 26 }, 0.999, []],
    ['a KiB less is not',         100_000,           { totalKib: 2 ** 26 - 1, usedKib: 2 ** 26 - 1 }, 0.05, []],
  ])('%s: %i pages, %j has %d', (_, pages, told, likelihood, wants) => {
    const found = answer(pages, told);
    expect(found).toMatchObject({ likelihood, wants, terms: [] });
    expect(found.zones).toHaveLength(3);
    if (likelihood < 0.9) expect(found.cause).toBe('address-space');
  });

  it('the worse of the two answers stands', () => {
    const tell = (memAvailable: number): Prediction =>
      ask(texts, {
        ...{ pages: 14_848, path: 'vmalloc', release: '5.10.0' },
        also: {
          meminfo: new Map([
            ['MemAvailable', memAvailable],
            ['VmallocTotal', totalKib],
            ['VmallocUsed', 4096],
          ]),
          zoneinfo: null,
        },
      });
    expect([tell(2_300_000).cause, tell(2_300_000).wants]).toEqual(['address-space', ['vmallocinfo']]);
    expect([tell(4).cause, tell(4).likelihood]).toEqual(['out-of-memory', 0.4]);
  });

  it('without meminfo is not asked', () => {
    const also = { vmallocinfo: [{ bytes: 2 ** 40, caller: null }] };
    expect(ask(texts, { pages: 100, path: 'vmalloc', release: '5.10.0', also }).verdict).toBe('available');
  });
});
