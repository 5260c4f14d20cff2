// The levels of both single-page paths: which texts decide, and by which page.
import { describe, expect, it } from '@jest/globals';
import type { ProcTexts } from '../../src/machine/snapshot.ts';
import type { Prediction } from '../../src/predict/prediction.ts';
import { type Question, ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

/** 5,000 free pages, 4,000 of them above the mark. */
const normal = (more: Partial<ZoneText> = {}): ZoneText => ({
  zone: 'Normal',
  types: { Movable: [5000] },
  min: 1000,
  managed: 100_000,
  ...more,
});
const meminfoOf = (kib: Record<string, number>): string =>
  Object.entries(kib)
    .map(([name, n]) => `${name}: ${n} kB\n`)
    .join('');

describe('vmalloc', () => {
  const vmalloc = (texts: ProcTexts, pages: number, more: Question = {}): Prediction =>
    ask(texts, { path: 'vmalloc', pages, ...more });

  // prettier-ignore
  it.each<[what: string, zone: Partial<ZoneText>, kib: Record<string, number>, most: number]>([
    // MemAvailable is one page; 4,000 are above the mark, and these come on top.
    ['nothing beside',        {},                       {},                    4000],
    ['clean cache',           { file: 70, dirty: 20 },  {},                    4050],
    ['per-CPU lists',         { perCpu: [30, 12] },     {},                    4042],
    ['slab',                  {},                       { SReclaimable: 100 }, 4025],
    ['free swap',             {},                       { SwapFree: 200, SwapTotal: 400 }, 4050],
    ['all of them',           { file: 70, dirty: 20, perCpu: [30, 12] }, { SReclaimable: 100, SwapFree: 200, SwapTotal: 400 }, 4167],
  ])('the last that can be obtained: %s', (_, zone, kib, most) => {
    const texts = { ...textsOf({ zones: [normal(zone)] }), meminfo: meminfoOf({ MemAvailable: 4, ...kib }) };
    if (most > 4000) expect(vmalloc(texts, 4001)).toMatchObject({ verdict: 'attainable', likelihood: 0.9 });
    if (most > 4000) expect(vmalloc(texts, most)).toMatchObject({ likelihood: 0.9, cause: 'out-of-memory' });
    const short = vmalloc(texts, most + 1);
    expect(short).toMatchObject({ verdict: 'unavailable', likelihood: 0.4, cause: 'out-of-memory', never: false }); // prettier-ignore
    expect(short.reason).toMatch(/OOM killer/);
    expect(short.zones).toHaveLength(1);
  });

  it('says what is available, swap included', () => {
    const texts = {
      ...textsOf({ zones: [normal()] }),
      meminfo: meminfoOf({ MemAvailable: 40, SwapFree: 8 }),
    };
    expect(vmalloc(texts, 1).reason).toBe(
      '1 page is needed and 12 are available (MemAvailable, and what free swap can take)',
    );
    expect(vmalloc(texts, 2).reason).toMatch(/^2 pages are needed and 12 /);
  });

  // prettier-ignore
  it.each<[pages: number, verdict: string, likelihood: number, cause: string]>([
    [4000, 'available', 0.999, 'none'], [4001, 'attainable', 0.7, 'not-read'],
  ])('without meminfo, %i pages: %s', (pages, verdict, likelihood, cause) => {
    const found = vmalloc(textsOf({ zones: [normal()] }), pages);
    expect(found).toMatchObject({ verdict, likelihood, cause, wants: ['meminfo'] });
  });

  // prettier-ignore
  it.each<[pages: number, verdict: string, likelihood: number]>([
    // 4,000 above the mark of node 1, and 50 of clean cache.
    [4000, 'available', 0.999], [4001, 'attainable', 0.9], [4050, 'attainable', 0.9], [4051, 'unavailable', 0.3],
  ])('on one node, %i pages: %s', (pages, verdict, likelihood) => {
    const zones = [normal({ file: 900 }), normal({ node: 1, file: 70, dirty: 20 })];
    const texts = { ...textsOf({ zones }), meminfo: meminfoOf({ MemAvailable: 4_000_000 }) };
    const found = vmalloc(texts, pages, { gfp: 'GFP_KERNEL|__GFP_THISNODE', node: 1 });
    expect(found).toMatchObject({ verdict, likelihood });
    expect(found.zones).toHaveLength(2);
  });
});

describe('vmalloc-noretry', () => {
  const noretry = (texts: ProcTexts, pages: number, more: Question = {}): Prediction =>
    ask(texts, { path: 'vmalloc-noretry', pages, release: '4.16.13', ...more });

  it('without zoneinfo is not told', () => {
    const { buddyinfo } = textsOf({ zones: [normal()] });
    expect(noretry({ buddyinfo }, 10)).toMatchObject({ likelihood: 0.6, cause: 'not-read', wants: [] });
    expect(noretry({ buddyinfo }, 10).reason).toMatch(/which only \/proc\/zoneinfo shows$/);
  });

  // prettier-ignore
  it.each<[free: number, likelihood: number]>([
    // 4,500 are needed; the mark is 1,000, and the cache is enough for all.
    [5499, 0.967], [1001, 0.967], [1000, 0.88], [900, 0.88],
  ])('with %i free and cache for the rest: %d', (free, likelihood) => {
    const texts = textsOf({ format: '4.8', zones: [normal({ types: { Movable: [free] }, file: 9000 })] });
    expect(noretry(texts, 4500)).toMatchObject({ verdict: 'attainable', likelihood, cause: 'watermark' });
  });

  it('short of both', () => {
    const texts = textsOf({ format: '4.8', zones: [normal({ file: 50 })] });
    expect(noretry(texts, 4050)).toMatchObject({ verdict: 'attainable', likelihood: 0.967 });
    expect(noretry(texts, 4051)).toMatchObject({ verdict: 'unavailable', likelihood: 0.32 });
  });

  it('on one node counts the cache of that node', () => {
    const zones = [normal({ file: 900 }), normal({ node: 1, file: 50 })];
    const at = (pages: number): number =>
      noretry(textsOf({ format: '4.8', zones }), pages, { gfp: 'GFP_KERNEL|__GFP_THISNODE', node: 1 })
        .likelihood;
    expect([at(4050), at(4051)]).toEqual([0.967, 0.32]);
  });

  // prettier-ignore
  it.each<[what: string, format: '4.8' | '4.8 without node statistics', more: Partial<ProcTexts>, wants: string[]]>([
    ['zoneinfo counts the cache', '4.8', {}, []],
    ['nothing counts it',         '4.8 without node statistics', {}, ['vmstat']],
    ['vmstat counts it',          '4.8 without node statistics', { vmstat: 'nr_inactive_file 1\n' }, []],
    ['meminfo counts it',         '4.8 without node statistics', { meminfo: 'Dirty: 0 kB\n' }, []],
  ])('%s', (_, format, more, wants) => {
    // The second zone of a node prints no statistics of it.
    const dma32: ZoneText = { zone: 'DMA32', types: { Movable: [0] }, managed: 9 };
    const texts = textsOf({ format: '4.8', zones: [dma32, normal()] });
    const zoneinfo =
      format === '4.8' ? texts.zoneinfo : texts.zoneinfo!.replaceAll(/^ +nr_(?:in)?active_(?:file|anon).*\n/gm, '');
    expect(noretry({ ...texts, zoneinfo, ...more }, 4001).wants).toEqual(wants);
  });

  // prettier-ignore
  it.each<[what: string, texts: ProcTexts, wants: string[]]>([
    ['pagetypeinfo would tell',            { ...textsOf({ format: '4.8', zones: [normal()] }), pagetypeinfo: undefined }, ['pagetypeinfo']],
    ['pagetypeinfo tells',                 textsOf({ format: '4.8', zones: [normal()] }), []],
    ['zoneinfo tells it itself from 6.19', { ...textsOf({ format: '6.19', zones: [normal()] }), pagetypeinfo: undefined }, []],
  ])('HighAtomic pages: %s', (_, texts, wants) => {
    const found = noretry(texts, 4000);
    expect(found.wants).toEqual(wants);
    expect(found.likelihood).toBe(wants.length > 0 ? 0.97 : 0.998);
  });
});
