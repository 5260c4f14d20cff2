import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkText } from '../../../src/report/check/text.ts';
import { answerOf, zoneOf } from '../../support/answers.ts';

const request = answerOf().request!;
const first = (changes: Parameters<typeof answerOf>[0]): string =>
  checkText(answerOf(changes), false).split('\n')[0]!;

describe('the first line', () => {
  it.each<[Parameters<typeof answerOf>[0], string]>([
    [{}, 'available: a block of order 4 can be allocated now'],
    [
      { verdict: 'attainable', likelihood: 0.98, cause: 'fragmentation' },
      'attainable: not free now, but reclaim or compaction should make room for a block of order 4 (likelihood 0.98)',
    ],
    // Where a file was missing, or another node may be asked, that is what is in doubt.
    [
      { verdict: 'attainable', likelihood: 0.9, cause: 'not-read' },
      'attainable: not everything that decides this could be read, but a block of order 4 can probably be allocated (likelihood 0.90)',
    ],
    [
      { verdict: 'attainable', likelihood: 0.9, cause: 'none' },
      'attainable: free, but perhaps not for this caller: a block of order 4 (likelihood 0.90)',
    ],
    [
      { verdict: 'unavailable', likelihood: 0.04 },
      'unavailable: a block of order 4 would likely fail now (likelihood 0.04)',
    ],
    [
      { verdict: 'unavailable', likelihood: 0, never: true },
      'unavailable: a block of order 4 can never be allocated on this machine',
    ],
    [{ verdict: 'unknown', request: null, zones: [] }, 'unknown: this machine cannot be read'],
    [
      { request: { ...request, path: 'vmalloc-noretry', pages: 1081 } },
      'available: 1,081 single pages can be allocated now',
    ],
    [
      { request: { ...request, workload: 'veth' } },
      'available: veth (a block of order 4) can be allocated now',
    ],
    [
      { request: { ...request, workload: 'veth' } },
      'available: veth (a block of order 4) can be allocated now',
    ],
    [{ request: { ...request, count: 20_000 } }, 'available: 20,000 blocks of order 4 can be allocated now'],
    [
      { request: { ...request, path: 'vmalloc', pages: 4, count: 100 } },
      'available: 100 times 4 single pages can be allocated now',
    ],
    [
      { verdict: 'unknown', request: { ...request, workload: 'nic-up', unsized: 'why' } },
      'unknown: it is not known whether nic-up (of unknown size) can be allocated',
    ],
  ])('%j', (changes, line) => {
    expect(first(changes)).toBe(line);
  });
});

describe('the rest', () => {
  it('says what was asked, what was found, and what to do', () => {
    const zones = [
      zoneOf(),
      zoneOf({ zone: 'DMA32', freePages: 1_234_567, lowmemReservePages: 493, fits: false }),
      zoneOf({
        node: 1,
        zone: 'Movable',
        allowed: false,
        fits: false,
        lowmemReservePages: null,
        watermarkPages: null,
      }),
    ];
    const text = checkText(answerOf({ zones, notes: ['a note'], advice: ['do this'] }), false);
    expect(text).toBe(`available: a block of order 4 can be allocated now
  asked  order 4 = 16 contiguous pages for 65,536 bytes (64 KiB), path contiguous, GFP_KERNEL,
         kernel 6.12.0
  found  node 0 zone Normal serves order 4
         node  zone          free    min  reserve  in order 4+  serves
            0  Normal       9,000  1,000        0        2,192  yes
            0  DMA32    1,234,567  1,000      493        2,192  no
            1  Movable      9,000      ?        -        2,192  not allowed
  note   a note
  do     do this
`);
  });

  it('says how many are asked for, on which node, and what the step takes besides', () => {
    const beside = [
      { what: 'offsets and old counters of 2156 entries', pages: 11 },
      { what: 'their counters on 2 CPUs', pages: 18 },
    ];
    const table = { ...request, path: 'vmalloc' as const, bytes: 327_680, pages: 80, stepPages: 109, beside };
    const lines = (asked: Partial<typeof request>): string =>
      checkText(answerOf({ request: { ...request, ...asked }, zones: [] }), false);
    expect(lines({ count: 2, node: 1 })).toBe(`available: 2 blocks of order 4 can be allocated now
  asked  2 blocks of order 4, each 16 contiguous pages for 65,536 bytes (64 KiB), node 1, path
         contiguous, GFP_KERNEL, kernel 6.12.0
  found  node 0 zone Normal serves order 4
`);
    expect(lines(table)).toBe(`available: 80 single pages can be allocated now
  asked  80 single pages for 327,680 bytes (320 KiB), path vmalloc, GFP_KERNEL, kernel 6.12.0
  step   takes 109 pages in all: 80 as asked, 11 for offsets and old counters of 2156 entries, 18
         for their counters on 2 CPUs
  found  node 0 zone Normal serves order 4
`);
    expect(lines({ unsized: 'eth0 is driven by ena' })).toContain(
      '  asked  an unknown size, path contiguous, GFP_KERNEL, kernel 6.12.0\n',
    );
  });

  it('has a line for each need of a step that has several, with the numbers that decided it', () => {
    const needs = [
      {
        what: 'the receive queues of one end of a veth pair',
        request: { ...request, count: 2 },
        verdict: 'unavailable' as const,
        likelihood: 0.041,
        reason: 'none of 2 blocks of order 4 is free (node 0 zone Normal: why), and more',
      },
      {
        what: 'the largest table',
        request: { ...request, path: 'vmalloc' as const, pages: 80 },
        verdict: 'available' as const,
        likelihood: 0.999,
        reason: '109 pages are needed and 116839 are available (MemAvailable and free swap)',
      },
      {
        what: 'the program',
        request: { ...request, unsized: 'why' },
        verdict: 'unknown' as const,
        likelihood: 0.5,
        reason: 'the limit was not read: it takes root',
      },
    ];
    expect(checkText(answerOf({ needs, zones: [] }), false)).toContain(`
  need   unavailable (0.04): the receive queues of one end of a veth pair (2 blocks of order 4):
         none of 2 blocks of order 4 is free
  need   available (1.00): the largest table (80 single pages): 109 pages are needed and 116839 are
         available
  need   unknown (0.50): the program (of unknown size): the limit was not read
  asked  `);
  });

  it('says nothing of blocks where single pages are asked for', () => {
    const text = checkText(answerOf({ request: { ...request, path: 'vmalloc', pages: 81 } }), false);
    expect(text).toContain('81 single pages for 65,536 bytes (64 KiB), path vmalloc');
    expect(text).not.toContain('in order');
  });

  it('prints counts in full, however large', () => {
    const large = { ...request, order: 63, pages: 2 ** 63, bytes: 2 ** 75 };
    const text = checkText(answerOf({ request: large }), false);
    expect(text).toContain('9,223,372,036,854,775,808');
    expect(text).not.toMatch(/e\+/);
  });

  it('with --why says what each zone was short of, and what moved the likelihood', () => {
    const terms = [
      { name: 'order', value: 4, weight: -0.37, meaning: 'the order that is asked for' },
      { name: 'fileShare', value: 0.310_453, weight: 1.2, meaning: 'page cache' },
    ];
    const zones = [
      zoneOf({ why: 'too few' }),
      zoneOf({ zone: 'Movable', allowed: false, why: 'not reached' }),
    ];
    const lines = checkText(answerOf({ terms, zones }), true).split('\n');
    expect(lines.filter((line) => line.startsWith('  why'))).toEqual([
      '  why    node 0 Normal: too few',
      '  why    -0.37 order = 4 (the order that is asked for)',
      '  why    +1.20 fileShare = 0.31 (page cache)',
    ]);
    expect(checkText(answerOf({ terms, zones }), false)).not.toContain('  why');
  });
});

it('text from outside starts no line and drives no terminal', () => {
  const outside = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom('\nunavailable: forged', '\r\u001b[2J', '\u202eabc', '::error::forged'),
  );
  fc.assert(
    fc.property(outside, outside, outside, outside, (reason, note, release, workload) => {
      const answer = answerOf({
        reason,
        notes: [note],
        advice: [note],
        kernel: { ...answerOf().kernel, release },
        request: { ...request, workload },
      });
      const text = checkText(answer, true);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      const [head, ...rest] = text.trimEnd().split('\n');
      expect(head).toMatch(/^available: /);
      for (const line of rest) expect(line).toMatch(/^ {2}/);
    }),
  );
});

it('no line is longer than a console is wide', () => {
  const text = checkText(answerOf({ reason: 'a reason '.repeat(40), notes: ['a note '.repeat(40)] }), true);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
