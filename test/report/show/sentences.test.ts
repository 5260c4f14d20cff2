// The sentences of show: how the machine is, when a workload ends, and what a record's page says of its moments.
import { describe, expect, it } from '@jest/globals';
import type { WorkloadOutlook } from '../../../src/guard/room-history.ts';
import type { ZoneMemory } from '../../../src/guard/zone-memory.ts';
import type { ShowAnswer } from '../../../src/report/show/answer.ts';
import { timelineData, timelineHtml } from '../../../src/report/show/html-timeline.ts';
import { outlookSentence } from '../../../src/report/show/outlook-sentence.ts';
import { heldBackPages, summaryOf } from '../../../src/report/show/summary.ts';
import { plainNeed } from '../../../src/request/plain-request.ts';
import { answerOf, zoneMemoryOf } from '../../support/answers.ts';

const zone = (changes: Partial<ZoneMemory>): ZoneMemory =>
  zoneMemoryOf({ freePages: 256, managedPages: 1024, ...changes });

describe('how a machine is', () => {
  const unread = { watermarkPages: null, kernelOrder: null, perhapsOrder: 10, managedPages: null };
  it.each<[string, Partial<ZoneMemory>[]]>([
    ['1 MiB of 4 MiB is free, and GFP_KERNEL gets blocks of up to 4 MiB, the largest there are', [{}]],
    [
      '2 MiB of 8 MiB is free, and GFP_KERNEL gets blocks of up to 4 MiB, the largest there are',
      [{}, { allowed: false }],
    ],
    [
      '1 MiB is free, in blocks of up to 32 KiB; what has to stay free was not read',
      [{ ...unread, largestOrder: 3 }],
    ],
    ['1 MiB is free; what has to stay free was not read', [{ ...unread, largestOrder: null }]],
    [
      '1 MiB of 4 MiB is free, and GFP_KERNEL gets nothing of it before reclaim',
      [{ kernelOrder: null, perhapsOrder: null }],
    ],
    [
      '1 MiB of 4 MiB is free; GFP_KERNEL is sure of none of it, perhaps up to 16 KiB: only /proc/pagetypeinfo tells, as root',
      [{ kernelOrder: null, perhapsOrder: 2 }],
    ],
    [
      '1 MiB of 4 MiB is free; GFP_KERNEL is sure of blocks of up to 4 KiB only, perhaps up to 16 KiB: only /proc/pagetypeinfo tells, as root',
      [{ kernelOrder: 0, perhapsOrder: 2 }],
    ],
    [
      '1 MiB of 4 MiB is free, but GFP_KERNEL gets no block larger than 8 KiB: larger ones are held back, up to 32 KiB',
      [{ kernelOrder: 1, perhapsOrder: 1, largestOrder: 3 }],
    ],
    [
      '1 MiB of 4 MiB is free, but GFP_KERNEL gets no block larger than 8 KiB: there is no larger one in its zones',
      [{ kernelOrder: 1, perhapsOrder: 1, largestOrder: 1 }],
    ],
  ])('%s', (summary, zones) => {
    expect(summaryOf({ zones: zones.map(zone), pageSize: 4096 }).summary).toBe(summary);
  });

  it.each<[number | null, Partial<ZoneMemory>]>([
    [null, { allowed: false }],
    [null, { watermarkPages: null }],
    [10, { lowmemReservePages: 0 }],
    [10, { lowmemReservePages: null, freeHighatomicPages: null, freeCmaPages: null }],
    [17, { lowmemReservePages: 1, freeHighatomicPages: 2, freeCmaPages: 4 }],
    // Not more than there is.
    [256, { lowmemReservePages: 1000 }],
  ])('holds back %j pages of a zone: %j', (pages, changes) => {
    const watermarkPages = { min: 10, low: 20, high: 30 };
    expect(heldBackPages(zone({ watermarkPages, ...changes }))).toBe(pages);
  });
});

describe('an outlook', () => {
  const sentence = (changes: Partial<WorkloadOutlook>): string =>
    outlookSentence('x', {
      ...{ inMilliseconds: 60_000, of: 'memory', from: 512, to: 256, overMilliseconds: 60_000 },
      need: plainNeed({ order: 4 }, 4096),
      ...changes,
    });
  const single = plainNeed({ size: { amount: 8, unit: 'pages' }, path: 'vmalloc' }, 4096);

  it.each<[string, Partial<WorkloadOutlook>]>([
    ['what is free or can be reclaimed fell from 2 MiB to 1 MiB in 60 seconds', {}],
    [
      'what is free for it in blocks of 64 KiB or more fell from 2 MiB to 1 MiB in 60 seconds',
      { of: 'blocks' },
    ],
    ['what can be had for it fell from 512 bytes to 256 bytes in 60 seconds', { need: single }],
    ['what is free or can be reclaimed fell from 2 MiB to 0 bytes in 60 seconds', { to: -3 }],
  ])('%s', (told, changes) => {
    expect(sentence(changes)).toBe(`at this rate x will no longer be available in about 60 seconds: ${told}`);
  });

  it.each([
    [0, '1 second'],
    [1499, '1 second'],
    [1500, '2 seconds'],
    [89_999, '90 seconds'],
    [90_000, '2 minutes'],
    [5_399_999, '90 minutes'],
    [5_400_000, '2 hours'],
    [129_599_999, '36 hours'],
    [129_600_000, '2 days'],
    [864_000_000, '10 days'],
  ])('of %i ms is in about %s', (inMilliseconds, words) => {
    expect(sentence({ inMilliseconds })).toContain(` in about ${words}: `);
  });
});

describe('a record', () => {
  const at = (minute: number, ...zones: Partial<ZoneMemory>[]): ShowAnswer => ({
    taken: `2026-01-31T12:0${minute}:00.000Z`,
    kernel: answerOf().kernel,
    pageSize: 4096,
    zones: zones.map(zone),
    workloads: [],
    notes: [],
  });
  const none = { kernelOrder: null, perhapsOrder: null };
  const other = { allowed: false, kernelOrder: 10 };
  const label = (...answers: ShowAnswer[]): string | undefined =>
    /aria-label="([^"]*)"/.exec(
      timelineHtml({ answers, recorded: [], samples: answers.length }, 4096, undefined),
    )?.[1];

  it.each<[string, ShowAnswer[]]>([
    ['at least 4 MiB, at the end 4 MiB.', [at(0, {})]],
    ['at least 16 KiB, at the end 4 MiB.', [at(0, {}), at(1, { kernelOrder: 2 }), at(2, {})]],
    ['at least none, at the end none.', [at(0, {}), at(1, none)]],
    // A zone that GFP_KERNEL may not use gives it nothing.
    ['at least 8 KiB, at the end 8 KiB.', [at(0, { kernelOrder: 1 }, other)]],
    ['at least none, at the end none.', [at(0, other)]],
  ])('%s', (told, answers) => {
    const last = answers.at(-1)!.taken.slice(11, 19);
    expect(label(...answers)).toBe(
      `The largest block that GFP_KERNEL would have got, from 2026-01-31 12:00:00 UTC to 2026-01-31 ${last} UTC: ${told}`,
    );
  });

  it('tells how many samples are shown, where that is not all of them', () => {
    const html = (samples: number): string =>
      timelineHtml({ answers: [at(0, {}), at(1, {})], recorded: ['a', 'b'], samples }, 4096, undefined);
    expect(html(2)).not.toContain('samples are shown');
    expect(html(3)).toContain(' 2 of 3 samples are shown.');
    expect(html(2)).toContain('<p id="recorded" aria-live="polite">b</p>');
  });

  it('gives the slider what is to be shown of each moment', () => {
    const answers = [at(0, {}), at(1, { ...none, watermarkPages: null }, { allowed: false, kernelOrder: 3 })];
    const { moments } = timelineData({ answers, recorded: ['v'], samples: 2 }, 4096, undefined) as {
      moments: { t: string; v: string; x: number; z: object[] }[];
    };
    expect(moments.map(({ t, v, x }) => [t, v, x])).toEqual([
      ['2026-01-31 12:00:00 UTC', 'v', 96],
      ['2026-01-31 12:01:00 UTC', '', 712],
    ]);
    expect(moments[0]?.z).toMatchObject([{ f: '1 MiB', h: '1 MiB', l: '4 MiB', k: '4 MiB', o: 10 }]);
    expect(moments[1]?.z).toMatchObject([
      { h: null, k: 'none', o: -1 },
      { h: null, k: null, o: 99 },
    ]);
  });
});
