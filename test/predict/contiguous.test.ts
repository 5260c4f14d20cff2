// One block or several: which zone's trouble is named, how sure the answer is, and what would settle it.
import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { type Question, ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

const block = (order: number, n = 1): number[] => [...Array<number>(order).fill(0), n];
const normal = (more: Partial<ZoneText> = {}): ZoneText => ({
  zone: 'Normal',
  managed: 1e6,
  min: 100,
  ...more,
});
const texts = (...zones: ZoneText[]) => textsOf({ zones });
const served = normal({ types: { Movable: block(4, 100) } });
/** Blocks that may be HighAtomic: which they are, pagetypeinfo alone would tell. */
const open = normal({ blocks: [90_000, 0, 0, 0, 5] });

describe('more than all the pages', () => {
  // prettier-ignore
  it.each<[count: number, never: boolean]>([[62_500, false], [62_501, true]])('%i blocks of order 4 of 1,000,000 pages', (count, never) => {
    expect(ask(texts(served), { order: 4, count }).never).toBe(never);
  });

  it('says whether the machine or a node has no such zone', () => {
    const movable: ZoneText = { zone: 'Movable', blocks: [9] };
    const unpopulated: ZoneText = { zone: 'Normal', unpopulated: true };
    expect(ask(texts(unpopulated, movable), { order: 1 }).reason).toMatch(
      /^this machine has no memory in zone Normal/,
    );
    const gfp = 'GFP_KERNEL|__GFP_THISNODE';
    const found = ask(texts(served, { ...movable, node: 1 }), { order: 1, gfp, node: 1 });
    expect(found.reason).toMatch(/^node 1 has no memory in zone Normal/);
  });
});

describe('a cpuset', () => {
  const zones = [served, normal({ node: 1, types: { Movable: [9000] }, file: 90_000 })];
  // prettier-ignore
  it.each<[allowed: number[], verdict: string]>([
    [[0], 'available'], [[1], 'attainable'],
    // Nodes without memory do not count; where none of the allowed ones has any, nothing is known against it.
    [[1, 2], 'attainable'], [[2], 'available'], [[0, 2], 'available'],
  ])('that allows nodes %j: %s', (allowedNodes, verdict) => {
    expect(ask(texts(...zones), { order: 4, also: { allowedNodes } }).verdict).toBe(verdict);
  });

  it.each([
    // The slow path is surer than what the other node has, for small orders.
    [3, 0.98],
    [4, 0.9],
  ])('out of reach, order %i has %d', (order, likelihood) => {
    const found = ask(texts(...zones), { order, also: { allowedNodes: [1] } });
    expect(found).toMatchObject({ likelihood, cause: 'none' });
    expect(found.reason).toMatch(/; but this process's cpuset allows only node 1$/);
  });
});

describe('the node that is asked first', () => {
  it.each([
    [0, false],
    [1, true],
  ])('%i: another serves, %s', (node, elsewhere) => {
    const { reason } = ask(texts(served, normal({ node: 1, types: { Movable: [9] } })), { order: 4, node });
    expect(reason.includes('which is asked first, cannot')).toBe(elsewhere);
  });
});

describe('a zone that looks able to serve', () => {
  const { buddyinfo } = texts(open);
  // prettier-ignore
  it.each<[what: string, texts: Parameters<typeof ask>[0], question: Question, likelihood: number, wants: string[], reason: RegExp]>([
    ['one block',      texts(open), { order: 4 }, 0.9, ['pagetypeinfo'], /^node 0 zone Normal looks able to serve order 4: /],
    ['several',        texts(open), { order: 4, count: 3 }, 0.9 ** (1 + Math.log2(3)), ['pagetypeinfo'], /looks able to serve 3 blocks of order 4: /],
    ['without marks',  { buddyinfo }, { order: 4, gfp: 'GFP_ATOMIC' }, 0.6, [], /^node 0 zone Normal looks able to serve order 4: .*watermarks are not known$/],
    ['several, without marks', { buddyinfo }, { order: 4, count: 2, gfp: 'GFP_ATOMIC' }, 0.36, [], /looks able to serve 2 blocks of order 4: /],
    // Two zones: one that has its marks goes before one that has none.
    ['the likelier',   { ...texts(normal({ node: 1, blocks: block(4, 5) }), open), zoneinfo: texts(open).zoneinfo }, { order: 4 }, 0.9, ['pagetypeinfo'], /^node 0 /],
  ])('%s', (_, given, question, likelihood, wants, reason) => {
    const found = ask(given, question);
    expect(found.likelihood).toBeCloseTo(likelihood, 10);
    expect(found).toMatchObject({ cause: 'not-read', wants });
    expect(found.reason).toMatch(reason);
  });

  it.each([
    [5, 'not-read'],
    [6, 'fragmentation'],
  ])('of five blocks %i are asked for: %s', (count, cause) => {
    expect(ask(texts(open), { order: 4, count }).cause).toBe(cause);
  });

  it('is named before one that certainly is not', () => {
    const short = normal({ blocks: block(4, 2) });
    const found = ask(texts(short, { ...open, node: 1 }), { order: 4 });
    expect(found).toMatchObject({ cause: 'not-read', wants: ['pagetypeinfo'] });
    expect(found.reason).toMatch(/^node 1 zone Normal looks able to serve order 4/);
  });

  it('that serves some is not meant where another may serve the rest', () => {
    const found = ask(texts(normal({ blocks: [90_000, 0, 0, 0, 900] }), { ...open, node: 1 }), {
      order: 4,
      count: 904,
    });
    expect(found.cause).toBe('not-read');
    expect(found.reason).toMatch(/^node 1 zone Normal looks able/);
  });
});

describe('what no zone serves', () => {
  const small = { types: { Movable: [9000] }, file: 90_000 };
  // prettier-ignore
  it.each<[what: string, zone: Partial<ZoneText>, order: number, cause: string, reason: RegExp]>([
    ['no block',           small, 4, 'fragmentation', /^no zone serves order 4 from what is free \(node 0 zone Normal: no free block of order 4 or more; /],
    ['blocks on CMA',      { types: { Movable: [9000], CMA: block(4, 2) }, cma: 32 }, 4, 'withheld-blocks', /\(node 0 zone Normal: its free blocks of order 4 or more are on lists closed to this request\)/],
    ['under the mark',     { types: { Movable: block(4, 2) } }, 4, 'watermark', /\(node 0 zone Normal: 32 free pages.*, not above the mark of 100\)/],
  ])('%s', (_, zone, order, cause, reason) => {
    const first = normal({ node: 1, types: { Movable: [] }, min: 50 });
    for (const zones of [[normal(zone)], ...(cause === 'watermark' ? [] : [[normal(zone), first]])]) {
      const found = ask(texts(...zones), { order });
      expect(found.cause).toBe(cause);
      expect(found.reason).toMatch(reason);
    }
  });

  it('is fragmentation where some blocks are free, only fewer than asked for', () => {
    const zones = [served, normal({ node: 1, types: { Movable: [], CMA: block(4, 9) }, cma: 144, min: 0 })];
    expect(ask(texts(...zones), { order: 4, count: 101 }).cause).toBe('fragmentation');
    const short = normal({ node: 1, types: { Movable: [9] } });
    expect(ask(texts(served, short), { order: 4, count: 101 }).cause).toBe('fragmentation');
  });

  // prettier-ignore
  it.each<[what: string, order: number, read: string[], wants: string[]]>([
    // The model weighs what vmstat says; small orders and callers that cannot block have none.
    ['nothing beside was read', 4, [], ['meminfo', 'vmstat']],
    ['meminfo was',             4, ['meminfo'], ['vmstat']],
    ['a small order',           3, [], ['meminfo']],
    ['a small order, meminfo',  3, ['meminfo'], []],
  ])('wants what would tell more: %s', (_, order, read, wants) => {
    const more = read.includes('meminfo') ? { meminfo: 'SwapFree: 0 kB\n' } : {};
    expect(ask({ ...texts(normal(small)), ...more }, { order }).wants).toEqual(wants);
  });
});

describe('ISA DMA', () => {
  // prettier-ignore
  it.each<[managed: number, pageSize: number, cause: string]>([
    // What its reserve holds back is no trouble of the machine: 16 MiB, in pages of any size.
    [4096, 4096, 'watermark'], [4097, 4096, 'reserve'], [256, 65_536, 'watermark'], [257, 65_536, 'reserve'],
  ])('of %i pages of %i bytes: %s', (managed, pageSize, cause) => {
    const dma: ZoneText = { zone: 'DMA', types: { Movable: block(4, 9) }, min: 1, managed, reserve: [0, 5000] };
    const short = normal({ types: { Movable: [20] }, reserve: [0, 0] });
    expect(snapshotOf(texts(dma, short)).zoneinfo).toHaveLength(2);
    expect(ask(texts(dma, short), { order: 4, pageSize }).cause).toBe(cause);
  });
});
