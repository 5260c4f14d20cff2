// What a log's failures and programs' messages are told as, in the text, in the page and in a job's summary.
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Explanation } from '../../../src/kernel-log/explain/explainer.ts';
import type { Failure } from '../../../src/kernel-log/explain/failure.ts';
import { explainSummary } from '../../../src/report/explain/github-summary.ts';
import { explainHtml } from '../../../src/report/explain/html.ts';
import { textFormat } from '../../../src/report/explain/text.ts';

const order5 = 'ip: page allocation failure: order:5, mode:0xdc0(GFP_KERNEL|__GFP_ZERO)';
const percpu = 'percpu: allocation failed, size=2048 align=8 atomic=0, alloc from reserved chunk failed';

const ways: [name: string, render: (explanation: Explanation, lines: number) => string][] = [
  ['text', (explanation, lines) => textFormat.render(explanation, lines, 1000)],
  ['page', explainHtml],
  ['summary', explainSummary],
];

/** What is read of a log in one of the ways, without markup, as one line. */
function told(render: (typeof ways)[number][1], ...log: string[]): string {
  const page = render(explainText(log), log.length).replace(/<style>[\s\S]*<\/style>/, '');
  return page.replace(/<\/(?:dt|th|h\d)>/g, ' ').replace(/<[^>]*>/g, '').replaceAll('&#39;', "'").replace(/\s+/g, ' '); // prettier-ignore
}

describe.each(ways)('as %s', (_, render) => {
  it.each<[string, string[], RegExp[], RegExp[]]>([
    [
      'a failure that a check guards against',
      [order5],
      [/asked .*order 5/, /cause /, /check unknown/, /guard buddyguard check --order 5/],
      [/times up to line/],
    ],
    [
      'one that no check does',
      [percpu],
      [/cause percpu/, /check /, /no per-CPU memory/],
      [/guard buddyguard/],
    ],
    ['one that came twice', [order5, 'x', order5], [/, 2 times up to line 3/], []],
    [
      'a program’s message with something to guard',
      ['iptables v1.8.7: Memory allocation problem'],
      [
        /iptables could not replace a table/,
        /cause only a program says so/,
        /guard buddyguard check --for iptables/,
      ],
      [/asked/, /times up to line/],
    ],
    [
      'one that says why, with nothing to guard',
      ["modprobe: could not insert 'x': Cannot allocate memory"],
      [/a module could not be loaded/, /cause often the module address space/],
      [/guard buddyguard/, /only a program says so/],
    ],
    [
      'one that came twice',
      ['fork: Cannot allocate memory', 'fork: Cannot allocate memory'],
      [/a process could not be created, 2 times up to line 2/],
      [],
    ],
    ['nothing', ['all is well'], [/no allocation failure found in 1 line/], [/cause/, /guard buddyguard/]],
  ])('%s', (_, log, has, lacks) => {
    const text = told(render, ...log);
    for (const pattern of has) expect(text).toMatch(pattern);
    for (const pattern of lacks) expect(text).not.toMatch(pattern);
  });
});

it.each([
  ['nothing', 'all is well', 'good'],
  ['a failure', order5, 'bad'],
  ['a program’s message', 'fork: Cannot allocate memory', 'bad'],
])('the page of %s is marked as what it is', (_, line, state) => {
  expect(explainHtml(explainText([line]), 1)).toContain(`<span class="state ${state}">`);
});

it('a summary has ten blocks, and says how many more there were', () => {
  const log = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => order5.replace('ip:', `ip${i}:`));
  const blocks = (count: number): [number, string | undefined] => {
    const html = explainSummary(explainText(log(count)), count);
    return [html.split('<h4>').length - 1, /… and \d+ more/.exec(html)?.[0]];
  };
  expect(blocks(10)).toEqual([10, undefined]);
  expect(blocks(11)).toEqual([10, '… and 1 more']);
});

it('what is followed says of a repetition one line', () => {
  const [first] = explainText([order5]).failures;
  const again = { ...first!, count: 2, lastLine: 7 };
  expect(textFormat.renderFailure(first!)).toMatch(/^line 1: ip was refused [^\n]*\n {2}asked /);
  expect(textFormat.renderFailure(again)).toMatch(
    /^line 7: again: ip was refused [^\n]*, 2 times up to line 7\n$/,
  );
});

describe('the last line', () => {
  const last = (...log: string[]): string => {
    const text = textFormat.render(explainText(log), log.length, 1000).trimEnd();
    return text.slice(text.lastIndexOf('\n') + 1);
  };
  const enomem = 'x: ENOMEM';

  it.each<[string, string[]]>([
    ['no allocation failure found in 1 line', ['x']],
    ['no allocation failure found in 2 lines', ['x', 'y']],
    ['1 failure, 1 report, in 1 line', [order5]],
    ['1 failure, 2 reports, in 3 lines', [order5, 'x', order5]],
    ['2 distinct failures, 2 reports, in 3 lines', [order5, 'x', percpu]],
    [
      '1 failure, 1 report, and 1 message from a program, in 2 lines',
      [order5, 'fork: Cannot allocate memory'],
    ],
    [
      "no allocation failure reported by the kernel in 1 line; 1 line says ENOMEM (1): only that machine's kernel log (dmesg) tells which allocation",
      [enomem],
    ],
    [
      "1 failure, 1 report, in 3 lines; 2 more lines say ENOMEM (2, 3): only that machine's kernel log (dmesg) tells which allocation",
      [order5, enomem, `${enomem} again`],
    ],
  ])('%s', (line, log) => {
    expect(last(...log)).toBe(line);
  });

  it('names the first lines that say ENOMEM, and that there are more', () => {
    const log = Array.from({ length: 40 }, (_, i) => `${i}: ENOMEM`);
    expect(last(...log)).toMatch(/; 40 lines say ENOMEM \(1, 2, 3(?:, \d+)*, \u2026\): only/);
  });

  it('says how many failures are not listed, and how many reports the kernel left out', () => {
    const log = Array.from({ length: 1002 }, (_, i) => order5.replace('ip:', `ip${i}:`));
    expect(last(...log, 'warn_alloc: 7 callbacks suppressed')).toBe(
      '1,000 distinct failures, 1,000 reports, in 1,003 lines; the kernel left out 7 more reports; 2 more are not listed',
    );
  });

  it('says that a log was read from its end', () => {
    const explanation = { ...explainText([order5]), newestFirst: true };
    expect(textFormat.render(explanation, 1)).toMatch(
      /; the log has its newest line first and was read from its end\n$/,
    );
  });
});

describe('what one failure says', () => {
  const [failure] = explainText([order5]).failures;
  const told = (changes: Partial<Failure>): string =>
    textFormat.renderFailure({ ...failure!, ...changes }, 1000);
  const vmalloc: Partial<Failure> = { kind: 'vmalloc', order: null, gfp: [], callers: [] };

  it.each<[string, Partial<Failure>]>([
    ['  asked  order 5 = 32 contiguous pages, GFP_KERNEL|__GFP_ZERO\n', {}],
    ['  asked  order 0 = 1 contiguous page, GFP_KERNEL|__GFP_ZERO\n', { order: 0, bytes: 4096 }],
    ['  asked  order 60, GFP_KERNEL|__GFP_ZERO\n', { order: 60, bytes: null }],
    ['  asked  the log does not say\n', { order: null, bytes: null, gfp: [] }],
    ['  asked  8,192 bytes (8 KiB), by a < b\n', { order: null, bytes: 8192, gfp: [], callers: ['a', 'b'] }],
    [
      '  asked  4,096 bytes (the kernel printed 8,192, which includes the guard page)\n',
      { ...vmalloc, bytes: 8192, requestBytes: 4096 },
    ],
    ['  asked  8,192 bytes (8 KiB)\n', { ...vmalloc, bytes: 8192, requestBytes: 8192 }],
    [
      '  asked  unknown: the 4,096 bytes printed are what it had obtained before it failed\n',
      { ...vmalloc, bytes: 8192, requestBytes: null, obtainedBytes: 4096 },
    ],
    [
      '  check  unknown: the kernel did not print how much was asked for\n',
      { ...vmalloc, verdict: 'unknown', requestBytes: null },
    ],
    [
      '  check  unknown: no reading of free memory shows this kind of failure\n',
      { verdict: 'unknown', check: null },
    ],
    ['  check  unknown\n', { verdict: 'unknown', complete: true }],
    [
      '  check  unknown: the report does not have the complete memory state\n',
      { verdict: 'unknown', complete: false },
    ],
    [
      '  check  unavailable (likelihood 0.25): it would have stopped the step\n',
      { verdict: 'unavailable', likelihood: 0.25 },
    ],
    ['  check  unavailable: it would have stopped the step\n', { verdict: 'unavailable', likelihood: null }],
    [
      '  check  attainable (likelihood 0.75): it would have let the step run; with --strict it would have stopped it\n',
      { verdict: 'attainable', likelihood: 0.75 },
    ],
    [
      '  check  available: it would have let the step run, had it seen the memory as printed here\n',
      { verdict: 'available', cause: 'fragmentation' },
    ],
    [
      '  check  available: it looks at memory, and memory was not what ran out\n',
      { verdict: 'available', cause: 'cgroup-limit' },
    ],
    ['  cause  unknown\n', { cause: 'unknown', reason: '' }],
    ['  cause  atomic: why\n', { cause: 'atomic', reason: 'why' }],
    ['line 1: ip was refused a block of order 5 (128 KiB) on 6.1\n', { kernelRelease: '6.1' }],
    ['line 1: the kernel was refused a block of order ?\n', { comm: null, order: null, bytes: null }],
    ['line 1: ip waited 10,000 ms for a block of order 5\n', { kind: 'stall', waitedMilliseconds: 10_000 }],
    ['line 1: ip was refused a vmalloc area\n', { ...vmalloc, requestBytes: null }],
    ['line 1: ip was refused 5,000 bytes of vmalloc\n', { ...vmalloc, requestBytes: 5000 }],
    ['line 1: no address space for 8,192 bytes\n', { kind: 'vmap', bytes: 8192, requestBytes: null }],
    [
      'line 1: the slab cache dentry could not grow by a block of order 5\n',
      { kind: 'slub', cache: 'dentry' },
    ],
    ['line 1: a slab cache could not grow by a block of order 5\n', { kind: 'slub', cache: null }],
    ['line 1: no per-CPU memory for 64 bytes\n', { kind: 'percpu', requestBytes: 64 }],
    ['line 1: ip invoked the OOM killer for a block of order 5\n', { kind: 'oom' }],
    ['line 1: the OOM killer killed ip\n', { kind: 'oom-kill' }],
    ['line 1: a memory cgroup could not be created\n', { kind: 'cgroup' }],
  ])('%s', (line, changes) => {
    expect(told(changes)).toContain(line);
  });
});
