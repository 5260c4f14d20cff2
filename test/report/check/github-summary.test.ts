import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSummary } from '../../../src/report/check/github-summary.ts';
import { answerOf, callerIn, zoneOf } from '../../support/answers.ts';

/** The texts of a table's cells, row by row. */
function cells(html: string): string[][] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replace(/<br>/g, ' ')
        .replace(/<[^>]+>/g, '')
        .replace(/&nbsp;/g, ' ')
        .trim(),
    ),
  );
}

/** Whether every element that is opened is closed, in order. */
function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z]+\d?)[^>]*>/g)) {
    if (name === 'br') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

describe('checkSummary', () => {
  it('is one block of HTML: no blank line before its end', () => {
    const html = checkSummary(answerOf({ advice: [{ says: 'do' }], notes: ['note'] }), true);
    expect(html.trimEnd()).not.toMatch(/\n\s*\n/);
    expect(html).toMatch(
      /^<h3>✅ available: one free block of 64 KiB \(order 4\), and the kernel would grant it now<\/h3>\n/,
    );
    expect(html).toMatch(/\n\n$/);
    expect(isBalanced(html)).toBe(true);
  });

  it.each([
    ['available', true, '✅'],
    ['attainable', true, '🟡'],
    ['attainable', false, '🛑'],
    ['unavailable', false, '🛑'],
    ['unknown', true, '⚠️'],
    ['unknown', false, '❓'],
  ] as const)('%s, passes %s: %s', (verdict, passes, sign) => {
    expect(checkSummary(answerOf({ verdict }), passes)).toContain(`<h3>${sign} ${verdict}:`);
  });

  it('has a row for each need of a step that has several, and says counts and parts', () => {
    const request = { ...answerOf().request!, workload: 'container', count: 2, node: 1 };
    const beside = [{ what: 'its members', pages: 3 }];
    const table = { ...request, path: 'vmalloc' as const, pages: 80, count: 1, stepPages: 83, beside };
    const needs = [
      {
        what: 'queues <1>',
        request,
        verdict: 'unavailable' as const,
        likelihood: 0.04,
        reason: 'none & why',
      },
      { what: 'table', request: table, verdict: 'available' as const, likelihood: 0.999, reason: 'enough' },
    ];
    const html = checkSummary(answerOf({ needs, request }), true);
    expect(isBalanced(html)).toBe(true);
    const rows = cells(html);
    expect(rows.find(([name]) => name === 'asked')).toEqual([
      'asked',
      'container: 2 blocks of order 4: 16 contiguous pages each, 64 KiB on node 1',
    ]);
    const at = rows.findIndex(([name]) => name === 'need');
    expect(rows.slice(at, at + 3)).toEqual([
      ['need', 'asked', 'verdict', 'chance', 'reason'],
      ['queues &#60;1&#62;', '2 blocks of order 4', 'unavailable', '4 %', 'none &#38; why'],
      ['table', '80 single pages', 'available', '99.9 %', 'enough'],
    ]);
    expect(checkSummary(answerOf({ request: table }), true)).toContain(
      'the step takes 83 pages in all: 80 as asked, 3 for its members',
    );
  });

  it('draws each zone in a row, with a bar for the memory in the blocks of each size', () => {
    const zones = [
      zoneOf(),
      zoneOf({ node: 1, zone: 'DMA32', fits: false, freePages: 500, lowmemReservePages: 3000 }),
      zoneOf({ node: 1, zone: 'Movable', allowed: false, fits: false, watermarkPages: null, freePages: 77 }),
      zoneOf({ node: 1, zone: 'DMA', fits: false, mayFit: true }),
    ];
    const table = cells(checkSummary(answerOf({ zones }), true));
    expect(table.slice(0, 5)).toEqual([
      ['zone', 'free', 'must stay free', 'blocks of 64 KiB', 'largest block', 'free by block size'],
      ['✅ node 0 Normal', '35.2 MiB', '3.9 MiB', '137', '4 MiB', '█▃▂·│▂·▂···▅'],
      ['❌ node 1 DMA32', '2 MiB', '15.6 MiB', '137', '4 MiB', '█▃▂·│▂·▂···▅'],
      ['➖ node 1 Movable', '308 KiB', '?', '137', '4 MiB', '█▃▂·│▂·▂···▅'],
      ['❔ node 1 DMA', '35.2 MiB', '3.9 MiB', '137', '4 MiB', '█▃▂·│▂·▂···▅'],
    ]);
  });

  it('says what each zone can spare where single pages are asked for', () => {
    const request = {
      ...answerOf().request!,
      path: 'vmalloc-noretry' as const,
      pages: 81,
      bytes: 331_776,
      order: 7,
    };
    const zones = [
      zoneOf({ freePages: 9000 }),
      zoneOf({ zone: 'DMA32', freePages: 1002 }),
      zoneOf({ zone: 'DMA', freePages: 3000, lowmemReservePages: 4000 }),
    ];
    const table = cells(checkSummary(answerOf({ request, zones }), true));
    expect(table.slice(0, 4).map((row) => [row[0], row[3]])).toEqual([
      ['zone', 'to spare'],
      ['🟢 node 0 Normal', '31.3 MiB'],
      ['🟢 node 0 DMA32', '8 KiB'],
      ['🔴 node 0 DMA', '0 bytes'],
    ]);
    expect(table.map((row) => row.join(' '))).toContain('asked 81 single pages, 324 KiB');
  });

  it('gives advice as inputs of the step, and whole where it is no deed', () => {
    const advice = [
      { says: 'compact', does: { options: [{ name: 'compact' as const }] }, effect: 'moves memory together' },
      { says: 'upgrade: why', does: { words: 'upgrade' }, effect: 'then it is well' },
      { says: 'look there' },
    ];
    const html = checkSummary(answerOf({ advice }), false, callerIn('inputs'));
    expect(html).toContain(
      '<ul><li><code>compact: true</code>: moves memory together</li><li>upgrade: then it is well</li><li>look there</li></ul>',
    );
  });

  it('is as wide as a summary is: no row of text that cannot break', () => {
    const zones = [zoneOf({ freePages: 99_999_999, zone: 'Movable', node: 10 })];
    for (const row of cells(checkSummary(answerOf({ zones, needs: [] }), true))) {
      const words = row.flatMap((cell) => cell.split(' '));
      for (const word of words) expect(word.length).toBeLessThanOrEqual(24);
    }
  });

  it('lists the first looks and the last ones', () => {
    const attempts = Array.from({ length: 5000 }, (_, i) => ({
      verdict: 'unavailable' as const,
      likelihood: 0.25,
      afterMilliseconds: i * 1000,
      remedy: i === 4999 ? 'compact node 0' : null,
    }));
    const html = checkSummary(answerOf({ attempts }), false);
    expect(html).toContain('<summary>5000 looks</summary>');
    const rows = cells(html);
    const at = rows.findIndex(([name]) => name === 'look');
    const looks = rows.slice(at, at + 12);
    expect(looks.map(([look]) => look)).toEqual([
      'look',
      '1',
      '2',
      '3',
      '… 4990 more …',
      '4994',
      '4995',
      '4996',
      '4997',
      '4998',
      '4999',
      '5000',
    ]);
    expect(looks.at(-1)).toEqual(['5000', '4999.0 s', 'unavailable', '25 %', 'compact node 0']);
  });

  it('stays under the 1 MiB of a summary on a machine of any size', () => {
    const zones = Array.from({ length: 3000 }, (_, node) =>
      zoneOf({ node, freeBlocks: Array.from({ length: 14 }, () => 99_999) }),
    );
    const html = checkSummary(answerOf({ zones }), true);
    expect(Buffer.byteLength(html)).toBeLessThan(256 * 1024);
    expect(html).toContain('and 2936 more');
  });

  it('shows text from outside and never obeys it', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.constantFrom('</td></table>', '<img src=x onerror=y>', '&lt;', '\n\n# h', '"x', "'"),
    );
    fc.assert(
      fc.property(anything, anything, (text, other) => {
        const html = checkSummary(
          answerOf({
            reason: text,
            advice: [{ says: other }],
            notes: [text],
            kernel: { release: other, upstream: null, distribution: null, noRetryXtables: null },
            zones: [zoneOf({ zone: text, why: other })],
            trial: { measured: 'granted', via: text, microseconds: 1, stalled: false, why: null },
          }),
          true,
        );
        expect(isBalanced(html)).toBe(true);
        expect(html).not.toMatch(/<img|\n\s*\n(?!$)/);
      }),
    );
  });
});
