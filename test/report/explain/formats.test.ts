// What a log's failures and programs' messages are told as, in the text, in the page and in a job's summary.
import { describe, expect, it } from '@jest/globals';
import { explainText } from '../../../src/kernel-log/explain/explainer.ts';
import type { Explanation } from '../../../src/kernel-log/explain/explainer.ts';
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
