// What --why adds, and what a trial is told as.
import { describe, expect, it } from '@jest/globals';
import type { CheckAnswer } from '../../../src/guard/answer.ts';
import { detailLines, trialText } from '../../../src/report/check/details.ts';
import { answerOf, zoneOf } from '../../support/answers.ts';

const request = answerOf().request!;
const told = (changes: Partial<CheckAnswer>, label: string | null): string[] =>
  detailLines(answerOf(changes)).flatMap(([own, text]) => (own === label ? [text] : []));
const asks = (changes: Partial<typeof request>, release = '6.12.0'): string | undefined =>
  told({ request: { ...request, ...changes }, release }, 'asked')[0];

describe('what is asked', () => {
  const kernel = 'kernel 6.12.0';
  it.each<[Partial<typeof request>, string]>([
    [{}, `order 4 = 16 contiguous pages for 65,536 bytes (64 KiB), path contiguous, GFP_KERNEL, ${kernel}`],
    [
      { order: 0, pages: 1, bytes: 1000 },
      `order 0 = 1 contiguous page for 1,000 bytes, path contiguous, GFP_KERNEL, ${kernel}`,
    ],
    [
      { bytes: 1023 },
      `order 4 = 16 contiguous pages for 1,023 bytes, path contiguous, GFP_KERNEL, ${kernel}`,
    ],
    [
      { bytes: 1024 },
      `order 4 = 16 contiguous pages for 1,024 bytes (1 KiB), path contiguous, GFP_KERNEL, ${kernel}`,
    ],
    [
      { count: 2, gfp: ['GFP_ATOMIC', '__GFP_COMP'] },
      `2 blocks of order 4, each 16 contiguous pages for 65,536 bytes (64 KiB), path contiguous, GFP_ATOMIC|__GFP_COMP, ${kernel}`,
    ],
    [
      { node: 0 },
      `order 4 = 16 contiguous pages for 65,536 bytes (64 KiB), node 0, path contiguous, GFP_KERNEL, ${kernel}`,
    ],
    [{ path: 'vmalloc' }, `16 single pages for 65,536 bytes (64 KiB), path vmalloc, GFP_KERNEL, ${kernel}`],
    [
      { path: 'vmalloc', count: 2000 },
      `2,000 times 16 single pages for 65,536 bytes (64 KiB), path vmalloc, GFP_KERNEL, ${kernel}`,
    ],
    [{ path: 'address-space' }, `room for 65,536 bytes (64 KiB), path address-space, ${kernel}`],
    [{ path: 'address-space', bytes: 1 }, `room for 1 byte, path address-space, ${kernel}`],
    [{ unsized: 'why' }, `an unknown size, path contiguous, GFP_KERNEL, ${kernel}`],
    [{ unsized: 'why', node: 1 }, `an unknown size, node 1, path contiguous, GFP_KERNEL, ${kernel}`],
  ])('%j', (changes, text) => {
    expect(asks(changes)).toBe(text);
  });

  it('is said of a kernel that is not known, too, and of no request where there is none', () => {
    expect(asks({}, '')).toMatch(/, kernel unknown$/);
    const nothing: Partial<CheckAnswer> = { request: null, zones: [], verdict: 'unknown' };
    expect(detailLines(answerOf(nothing)).map(([label]) => label)).toEqual(['rule']);
  });
});

describe('the zones', () => {
  const table = (changes: Partial<CheckAnswer>): string[] | undefined =>
    told(changes, null)[0]
      ?.split('\n')
      .map((line) => line.trim().replace(/ +/g, ' '));
  const zones = [
    zoneOf(),
    zoneOf({ zone: 'DMA', fits: false, mayFit: true, watermarkPages: null, lowmemReservePages: null }),
    zoneOf({ zone: 'DMA32', fits: false, mayFit: false, lowmemReservePages: 1234 }),
    zoneOf({ zone: 'Movable', allowed: false }),
  ];

  it('have a row each, with what they keep and whether they serve it', () => {
    expect(table({ zones })).toEqual([
      'pages node zone free min reserve in order 4+ serves',
      '0 Normal 9,000 1,000 0 2,192 yes',
      '0 DMA 9,000 ? - 2,192 perhaps',
      '0 DMA32 9,000 1,000 1,234 2,192 no',
      '0 Movable 9,000 1,000 0 2,192 not allowed',
    ]);
    expect(table({ zones, request: { ...request, path: 'vmalloc' } })?.slice(0, 2)).toEqual([
      'pages node zone free min reserve serves',
      '0 Normal 9,000 1,000 0 yes',
    ]);
    // Why is said of those that may be used.
    expect(told({ zones }, 'zone').map((text) => text.split(':')[0])).toEqual([
      'node 0 Normal',
      'node 0 DMA',
      'node 0 DMA32',
    ]);
  });

  it.each<[string, Partial<CheckAnswer>]>([
    ['no zone', { zones: [] }],
    ['what is unknown', { zones, verdict: 'unknown' }],
  ])('of %s are no table', (_, changes) => {
    expect(table(changes)).toBeUndefined();
  });
});

it('gives each term its sign', () => {
  const term = (weight: number): CheckAnswer['terms'][number] => ({
    name: 'x',
    value: 0.12345,
    weight,
    meaning: 'y',
  });
  expect(told({ terms: [term(1.239), term(0), term(-0.5)] }, 'weight')).toEqual([
    '+1.24 x = 0.123 (y)',
    '+0.00 x = 0.123 (y)',
    '-0.50 x = 0.123 (y)',
  ]);
});

describe('a trial', () => {
  const trial = { measured: 'granted', via: 'a pipe', microseconds: 1234, stalled: null, why: null } as const;
  it.each<[Partial<Parameters<typeof trialText>[0]>, string]>([
    [{}, 'measured: granted in 1,234 microseconds (a pipe)'],
    [{ stalled: true }, 'measured: granted in 1,234 microseconds, after a stall (a pipe)'],
    [
      { stalled: false, measured: 'refused' },
      'measured: refused in 1,234 microseconds, without a stall (a pipe)',
    ],
    [{ measured: null, why: 'no perl' }, 'trial not possible here: no perl'],
    [{ measured: null }, 'trial not possible here: no way found'],
  ])('%j', (changes, text) => {
    expect(trialText({ ...trial, ...changes })).toBe(text);
  });
});
