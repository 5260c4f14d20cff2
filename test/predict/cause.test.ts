// Which of several zones' troubles is named, and where a likelihood becomes a verdict.
import { describe, expect, it } from '@jest/globals';
import { verdictOf } from '../../src/predict/prediction.ts';
import { ask } from '../support/ask.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';

it.each<[number, string]>([
  [1, 'attainable'],
  [0.5, 'attainable'],
  [0.4999, 'unavailable'],
  [0, 'unavailable'],
])('a likelihood of %d is %s', (likelihood, verdict) => {
  expect(verdictOf(likelihood)).toBe(verdict);
});

describe('a request of order 4 that no zone serves', () => {
  /** 1,600 pages in blocks of order 4, or as many single ones. */
  const blocks = [0, 0, 0, 0, 100];
  const single = [1600];
  const short: ZoneText = { zone: 'Normal', blocks: single, min: 2000, managed: 1e6, reserve: [0, 0, 0, 0] };
  // The reserve that DMA32 keeps from requests for Normal is the third.
  const lower = (more: Partial<ZoneText>): ZoneText => ({
    zone: 'DMA32',
    blocks: [0, 0, 0, 0, 3125],
    min: 400,
    managed: 700_000,
    reserve: [0, 0, 60_000, 60_000],
    ...more,
  });
  const dma: ZoneText = { zone: 'DMA', blocks, min: 20, managed: 3840, reserve: [0, 3000, 5193, 5193] };

  it.each<[string, ZoneText[], string, RegExp]>([
    // 50,000 pages are free in DMA32, 400 + 60,000 have to stay
    [
      'a lower zone would serve but for its reserve',
      [dma, lower({}), short],
      'reserve',
      /zone DMA32.*lowmem reserve of 60000/,
    ],
    [
      'the lower zone has no block of the order either',
      [dma, lower({ blocks: [50_000] }), short],
      'watermark',
      /zone Normal/,
    ],
    [
      'the lower zone is under its mark as well',
      [dma, lower({ min: 50_000 }), short],
      'watermark',
      /zone Normal/,
    ],
    [
      'only the 16 MiB of ISA DMA are held back',
      [dma, { ...short, blocks: [1599] }],
      'watermark',
      /zone Normal/,
    ],
    [
      'one page more than those',
      [
        { ...dma, managed: 4097 },
        { ...short, blocks: [1599] },
      ],
      'reserve',
      /zone DMA:/,
    ],
    [
      'as much is free in the zone that is short',
      [dma, lower({}), { ...short, blocks: [50_000], min: 60_000 }],
      'watermark',
      /zone Normal/,
    ],
    [
      'a page less is free there',
      [dma, lower({}), { ...short, blocks: [49_999], min: 60_000 }],
      'reserve',
      /zone DMA32/,
    ],
    ['every zone is held back', [dma, lower({})], 'reserve', /lowmem reserve/],
    [
      'a zone above its mark has no block',
      [dma, lower({}), { ...short, min: 100 }],
      'fragmentation',
      /zone Normal/,
    ],
  ])('%s: %s', (_, zones, cause, reason) => {
    const unpopulated: ZoneText[] = zones.some(({ zone }) => zone === 'Normal')
      ? [{ zone: 'Movable', unpopulated: true, reserve: [0, 0, 0, 0] }]
      : [
          { zone: 'Normal', unpopulated: true, reserve: [0, 0, 0, 0] },
          { zone: 'Movable', unpopulated: true, reserve: [0, 0, 0, 0] },
        ];
    const dma32: ZoneText[] = zones.some(({ zone }) => zone === 'DMA32')
      ? []
      : [{ zone: 'DMA32', unpopulated: true, reserve: [0, 0, 0, 0] }];
    const order = ['DMA', 'DMA32', 'Normal', 'Movable'];
    const all = [...zones, ...dma32, ...unpopulated].sort(
      (a, b) => order.indexOf(a.zone) - order.indexOf(b.zone),
    );
    const prediction = ask(textsOf({ zones: all, format: '6.19' }), { release: '7.3.4', order: 4 });
    expect(prediction.cause).toBe(cause);
    expect(prediction.reason).toMatch(reason);
  });
});
