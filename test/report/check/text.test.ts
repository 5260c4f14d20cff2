import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Advice } from '../../../src/predict/advised.ts';
import type { Verdict } from '../../../src/predict/prediction.ts';
import { checkText } from '../../../src/report/check/text.ts';
import { plainScreen } from '../../../src/text/screen.ts';
import { answerOf, callerIn, zoneOf } from '../../support/answers.ts';

const request = answerOf().request!;
const first = (changes: Parameters<typeof answerOf>[0]): string =>
  checkText(answerOf(changes), { why: false, screen: { ...plainScreen, width: 120 } }).split('\n')[0]!;
const veth = { ...request, workload: 'veth' };
const caller = callerIn('command');

describe('the first line', () => {
  it.each<[Parameters<typeof answerOf>[0], string]>([
    [{}, 'available: one free block of 64 KiB (order 4), and the kernel would grant it now'],
    [
      { request: { ...request, bytes: 20_000, order: 3, pages: 8 } },
      'available: one free block of 32 KiB (order 3), and the kernel would grant it now',
    ],
    [
      { verdict: 'attainable', likelihood: 0.98, cause: 'fragmentation', request: veth },
      'attainable: veth needs one free block of 64 KiB, not free now, but the kernel can likely make room (chance 98 %)',
    ],
    // Where a file was missing, or another node may be asked, that is what is in doubt.
    [
      { verdict: 'attainable', likelihood: 0.9, cause: 'not-read' },
      'attainable: one free block of 64 KiB (order 4), and the kernel would probably grant it, but not all that decides was',
    ],
    [
      { verdict: 'attainable', likelihood: 0.9, cause: 'none' },
      'attainable: one free block of 64 KiB (order 4), free now, but perhaps not for this process (chance 90 %)',
    ],
    [
      { verdict: 'attainable', likelihood: 0.9, cause: 'none', go: false },
      'attainable: one free block of 64 KiB (order 4), free now, but perhaps not for this process (chance 90 %); refused: only',
    ],
    [
      { verdict: 'unavailable', likelihood: 0.04, request: veth },
      'unavailable: veth needs one free block of 64 KiB, and the kernel would likely refuse it now (chance 4 %)',
    ],
    [
      { verdict: 'unavailable', likelihood: 0, never: true },
      'unavailable: one free block of 64 KiB (order 4), and this machine can never grant it',
    ],
    [{ verdict: 'unknown', request: null, zones: [] }, 'unknown: this machine cannot be read'],
    [
      { request: { ...request, path: 'vmalloc-noretry', bytes: 4_427_776 } },
      'available: 4.2 MiB of memory in single pages, and the kernel would grant it now',
    ],
    [
      { request: { ...veth, count: 20_000 } },
      'available: veth needs 20,000 free blocks of 64 KiB, and the kernel would grant them now',
    ],
    [
      { request: { ...veth, path: 'vmalloc', bytes: 1920, count: 2 } },
      'available: veth needs 2 times 1.9 KiB of memory, and the kernel would grant them now',
    ],
    [
      { request: { ...veth, path: 'address-space', bytes: 8192 } },
      'available: veth needs room for 8 KiB of machine code, and the kernel would grant it now',
    ],
    [
      { request: { ...veth, node: 1, bytes: 1000, order: 0, pages: 1 } },
      'available: veth needs one free block of 4 KiB for 1000 bytes on node 1, and the kernel would grant it now',
    ],
    [
      { verdict: 'unknown', request: { ...request, workload: 'nic-up', unsized: 'why' } },
      'unknown: nic-up needs memory of a size that is not known, and whether the kernel would grant it is not known',
    ],
  ])('%j', (changes, line) => {
    expect(first(changes)).toBe(line);
  });

  const need = (verdict: Verdict, asked = request) => ({
    what: 'the queues',
    request: asked,
    verdict,
    likelihood: 0.5,
    reason: 'why',
  });
  it.each<[string, Parameters<typeof answerOf>[0], string]>([
    [
      'all of them',
      { request: veth, needs: [need('available'), need('available')] },
      'available: veth asks for memory 2 times, and the kernel would grant all of it now',
    ],
    [
      'all that can be told',
      { request: veth, needs: [need('available'), need('unknown')] },
      'available: veth asks for memory 2 times, and the kernel would grant 1 of them now (the rest cannot be told here)',
    ],
    [
      'the one that decides',
      {
        verdict: 'unavailable',
        likelihood: 0.1,
        request: veth,
        needs: [need('available', { ...veth, order: 1 }), need('unavailable', veth)],
      },
      'unavailable: veth needs one free block of 64 KiB for the queues, and the kernel would likely refuse it now (chance 10',
    ],
  ])('of a step with several needs: %s', (_, changes, line) => {
    expect(first(changes).startsWith(line.slice(0, 118))).toBe(true);
  });
});

describe('the entries below it', () => {
  const refused = {
    verdict: 'unavailable' as const,
    likelihood: 0.04,
    go: false,
    cause: 'fragmentation' as const,
    largestOrder: 3,
    request: veth,
  };
  const compact: Advice = {
    says: 'compact memory (--compact as root)',
    does: { options: [{ name: 'compact' }] },
    effect: 'moves memory together',
  };
  const upgrade: Advice = {
    says: 'upgrade: a fault',
    does: { words: 'upgrade to 5.15.0-111 or newer' },
    effect: 'veth needs no block then',
  };

  it('say what was found and what to do, for this user and these options', () => {
    const answer = answerOf({
      ...refused,
      notes: ['a note'],
      advice: [compact, upgrade, { says: 'no deed' }],
    });
    expect(checkText(answer, { why: false, caller })).toBe(
      `unavailable: veth needs one free block of 64 KiB, and the kernel would likely
  refuse it now (chance 4 %)
  found   35.2 MiB is free, but the largest block that this request may use is
          32 KiB
  do      sudo buddyguard check --for veth --compact   moves memory together
          upgrade to 5.15.0-111 or newer               veth needs no block then
  more    with --why: what each zone has, 1 note, all advice
`,
    );
  });

  it.each<[string, Parameters<typeof answerOf>[0], string]>([
    ['enough blocks', {}, '35.2 MiB is free, 137 blocks of 64 KiB among it'],
    ['single pages asked for as a block', { request: { ...request, order: 0 } }, '35.2 MiB is free'],
    ['none at all', { ...refused, largestOrder: null }, 'no block that this request may use'],
    [
      'not so many',
      { ...refused, largestOrder: 4, request: { ...veth, count: 20 } },
      'not 20 blocks of 64 KiB',
    ],
    [
      'how many there are',
      { ...refused, largestOrder: 4, served: 12, request: { ...veth, count: 20 } },
      'but only 12 blocks of 64 KiB that this request may use',
    ],
    ['the mark', { ...refused, cause: 'watermark' }, 'the kernel keeps the last 3.9 MiB for itself'],
    ['the reserve', { ...refused, cause: 'reserve' }, 'held back for other requests'],
    ['withheld blocks', { ...refused, cause: 'withheld-blocks' }, 'set aside for other uses'],
    [
      'a file',
      { ...refused, cause: 'not-read', notes: ['/proc/pagetypeinfo: permission denied'] },
      'not read: /proc/pagetypeinfo',
    ],
    [
      'room of another kind',
      { ...refused, room: { needs: 9, has: 4096, of: 'is left under the memory limit of cgroup /job' } },
      '4 KiB is left under the memory limit of cgroup /job',
    ],
    ['never', { ...refused, never: true }, 'the largest block of this kernel is 4 MiB'],
    [
      'another path without a number',
      { request: { ...request, path: 'vmalloc' }, reason: 'memory is enough: see (there)' },
      'memory is enough',
    ],
  ])('found: %s', (_, changes, text) => {
    expect(checkText(answerOf(changes), { why: false, screen: { ...plainScreen, width: 120 } })).toContain(
      text,
    );
  });

  it('are five at most, and shorter notes come first that a reader can act upon', () => {
    const notes = ['unverified: a size is assumed: /sys/kernel/btf: is not there', '--rules sets it'];
    const advice = [compact, upgrade, compact, upgrade];
    const entries = checkText(answerOf({ ...refused, notes, advice }), { why: false, caller })
      .split('\n')
      .filter((line) => /^ {2}\S|^ {10}\S.* {3}/.test(line))
      .slice(1);
    expect(entries.map((line) => line.slice(2, 10).trim())).toEqual(['found', 'note', 'do', '', 'more']);
    expect(entries[1]).toBe('  note    unverified: a size is assumed');
  });

  it('send nobody to root who is root, and ask as root where a file is missing', () => {
    const open = answerOf({ verdict: 'attainable', cause: 'not-read', likelihood: 0.6 });
    expect(checkText(open, { why: false, caller })).toContain(
      'do      sudo buddyguard check --for veth   reads',
    );
    expect(checkText(open, { why: false, caller: { ...caller, readsAll: true } })).not.toContain('sudo');
  });

  it('continue a long command after a backslash, and never break a number from its unit', () => {
    const given = new Map([
      ['size', '64KiB'],
      ['gfp', 'GFP_KERNEL|__GFP_NOWARN'],
      ['timeout', '90s'],
    ]);
    const screen = { ...plainScreen, width: 40 };
    const text = checkText(answerOf({ ...refused, advice: [compact] }), {
      why: false,
      screen,
      caller: { ...caller, given },
    });
    expect(text).toContain(`  do      sudo buddyguard check --size \\
            64KiB --gfp \\
            'GFP_KERNEL|__GFP_NOWARN' \\
            --timeout 90s --compact
`);
    expect(text).not.toMatch(/\d\n\s+[KMG]iB/);
  });
});

describe('on a terminal', () => {
  it('a symbol and a colour stand for the verdict, and labels recede', () => {
    const screen = { width: 80, colour: true, symbols: 'unicode' as const };
    const lines = checkText(answerOf(), { why: false, screen }).split('\n');
    expect(lines[0]).toBe(
      '\u001b[32;1m✔ available:\u001b[0m one free block of 64 KiB (order 4), and the kernel would grant it',
    );
    expect(lines[2]).toMatch(/^ {2}\u001b\[2mfound\u001b\[0m {3}35\.2 MiB/);
    expect(
      checkText(answerOf({ verdict: 'unavailable' }), {
        why: false,
        screen: { ...screen, symbols: 'ascii', colour: false },
      }),
    ).toMatch(/^x unavailable: /);
  });
});

describe('with --why', () => {
  const why = (changes: Parameters<typeof answerOf>[0]): string =>
    checkText(answerOf(changes), { why: true, screen: { ...plainScreen, width: 100 } });

  it('says what the kernel is asked, every zone, all notes and all advice', () => {
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
      zoneOf({ node: 1, zone: 'DMA', fits: false, mayFit: true }),
    ];
    expect(why({ zones, notes: ['a note'], advice: [{ says: 'do this' }] }))
      .toBe(`available: one free block of 64 KiB (order 4), and the kernel would grant it now
  found   4.8 GiB is free, 137 blocks of 64 KiB among it
  asked   order 4 = 16 contiguous pages for 65,536 bytes (64 KiB), path contiguous, GFP_KERNEL,
          kernel 6.12.0
  rule    node 0 zone Normal serves order 4
  pages   node  zone          free    min  reserve  in order 4+  serves
             0  Normal       9,000  1,000        0        2,192  yes
             0  DMA32    1,234,567  1,000      493        2,192  no
             1  Movable      9,000      ?        -        2,192  not allowed
             1  DMA          9,000  1,000        0        2,192  perhaps
  zone    node 0 Normal: there is a block
  zone    node 0 DMA32: there is a block
  zone    node 1 DMA: there is a block
  note    a note
  advice  do this
`);
  });

  it('has a line for each need, and for what the step takes besides', () => {
    const needs = [
      {
        what: 'the queues',
        request: { ...request, count: 2 },
        verdict: 'unavailable' as const,
        likelihood: 0.041,
        reason: 'none of 2 blocks of order 4 is free (node 0 zone Normal: why), and more',
      },
      {
        what: 'the program',
        request: { ...request, unsized: 'why' },
        verdict: 'unknown' as const,
        likelihood: 0.5,
        reason: 'the limit was not read: it takes root',
      },
    ];
    const beside = [{ what: 'their counters on 2 CPUs', pages: 18 }];
    const table = { ...request, path: 'vmalloc' as const, bytes: 327_680, pages: 80, stepPages: 98, beside };
    const text = why({ needs, request: table });
    expect(text).toContain('  step    takes 98 pages in all: 80 as asked, 18 for their counters on 2 CPUs\n');
    expect(text).toContain(
      '  need    unavailable (chance 4 %): the queues (2 blocks of order 4): none of 2 blocks of order 4 is',
    );
    expect(text).toContain(
      '  need    unknown (chance 50 %): the program (of unknown size): the limit was not read\n',
    );
    expect(text).toContain('80 single pages for 327,680 bytes (320 KiB), path vmalloc');
    expect(text).not.toContain('in order');
  });

  it('prints counts in full, however large', () => {
    const large = { ...request, order: 63, pages: 2 ** 63, bytes: 2 ** 75 };
    const text = why({ request: large });
    expect(text).toContain('9,223,372,036,854,775,808');
    expect(text).not.toMatch(/e\+/);
  });

  it('says what each zone was short of, and what moved the likelihood', () => {
    const terms = [
      { name: 'order', value: 4, weight: -0.37, meaning: 'the order that is asked for' },
      { name: 'fileShare', value: 0.310_453, weight: 1.2, meaning: 'page cache' },
    ];
    const zones = [
      zoneOf({ why: 'too few' }),
      zoneOf({ zone: 'Movable', allowed: false, why: 'not reached' }),
    ];
    const lines = why({ terms, zones }).split('\n');
    expect(lines.filter((line) => /^ {2}(zone|weight)/.test(line))).toEqual([
      '  zone    node 0 Normal: too few',
      '  weight  -0.37 order = 4 (the order that is asked for)',
      '  weight  +1.20 fileShare = 0.31 (page cache)',
    ]);
    expect(checkText(answerOf({ terms, zones }), { why: false })).not.toContain('weight');
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
        advice: [{ says: note, does: { words: reason }, effect: note }],
        release,
        request: { ...request, workload },
      });
      const given = new Map([['for', workload]]);
      const text = checkText(answer, { why: true, caller: { ...caller, given, program: [release] } });
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      const [head, ...rest] = text.trimEnd().split('\n');
      expect(head).toMatch(/^available: /);
      for (const line of rest) expect(line).toMatch(/^ {2}/);
    }),
  );
});

it.each([40, 80, 120])('no line is longer than a terminal of %i columns', (width) => {
  const answer = answerOf({ reason: 'a reason '.repeat(40), notes: ['a note '.repeat(40)], zones: [] });
  const text = checkText(answer, { why: true, screen: { ...plainScreen, width }, caller });
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
});
