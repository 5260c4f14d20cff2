// The page of doctor, sentence by sentence.
import { describe, expect, it } from '@jest/globals';
import type { DoctorAnswer, Risk } from '../../../src/report/doctor/answer.ts';
import { textFormat } from '../../../src/report/doctor/text.ts';
import { plainScreen } from '../../../src/text/screen.ts';
import { answerOf } from '../../support/answers.ts';

const risk = (workload: string, changes: Parameters<typeof answerOf>[0]): Risk => ({
  workload,
  answer: answerOf(changes),
});

const nothing: DoctorAnswer = {
  version: '1.2.3',
  node: '24.0.0',
  kernel: { release: '6.12.0', upstream: '6.12', distribution: null, noRetryXtables: null },
  isRoot: true,
  container: null,
  reads: [{ name: '/proc/buddyinfo', adds: 'free blocks', able: true, why: null }],
  can: [{ name: '--compact', adds: 'moves memory', able: false, why: 'takes root' }],
  iptables: null,
  atRisk: [],
  faults: [],
  unjudged: null,
  next: { words: ['buddyguard', 'check'], why: 'before a step' },
};

const page = (changes: Partial<DoctorAnswer> = {}): string =>
  textFormat.render({ ...nothing, ...changes }, { ...plainScreen, width: 200 });

const unavailable = { verdict: 'unavailable', likelihood: 0.1, go: false } as const;
const attainable = { verdict: 'attainable', likelihood: 0.75 } as const;
const unknown = { verdict: 'unknown', likelihood: 0, go: false } as const;
const fault = { workloads: ['veth', 'iptables'], says: 'asks for too much' };

it('says all there is to say of a machine on which nothing is at risk', () => {
  expect(page()).toBe(`buddyguard 1.2.3 with Node 24.0.0 on kernel 6.12.0 (unknown, upstream 6.12), as root

Reads
  yes  /proc/buddyinfo  free blocks

Can
  no   --compact  takes root (moves memory)

iptables
  none in PATH

At risk now
  nothing: what can be told would go

Next
  buddyguard check
    before a step
`);
});

describe('beside that', () => {
  it.each<[string, Partial<DoctorAnswer>, RegExp[], RegExp[]]>([
    ['another user', { isRoot: false }, [/, not as root\n/], []],
    ['a container', { container: 'a container' }, [/as root, in a container\n/], []],
    ['a container of a kind', { container: 'Docker' }, [/as root, in a Docker container\n/], []],
    [
      'an iptables',
      { iptables: { path: '/usr/sbin/iptables', program: 'xtables-nft-multi', variant: 'nft' } },
      [/\n {2}\/usr\/sbin\/iptables is xtables-nft-multi \(nft\)\n/],
      [/none in PATH/],
    ],
    [
      'why nothing was judged',
      { unjudged: 'no \u001b[31m' },
      [/At risk now\n {2}no [^\u001b]*\n/],
      [/nothing:/],
    ],
    [
      'what would fail, and nothing of what is not known',
      { atRisk: [risk('veth', unavailable)] },
      [/At risk now\n {2}unavailable: /],
      [/nothing:/, /attainable:/, /cannot be told/],
    ],
    [
      'what may go, each with its chance',
      { atRisk: [risk('veth', attainable), risk('kvm', { ...attainable, likelihood: 0.5 })] },
      [/At risk now\n {2}attainable: veth \(chance 75 %\), kvm \(chance 50 %\)\n/],
      [/nothing:/, /unavailable:/, /cannot be told/],
    ],
    [
      'what cannot be told',
      { atRisk: [risk('veth', unknown), risk('kvm', unknown)] },
      [/ {2}nothing: what can be told would go\n {2}cannot be told here: veth, kvm\n/],
      [/unavailable:/, /attainable:/],
    ],
    [
      'all three',
      { atRisk: [risk('fork', unavailable), risk('veth', attainable), risk('kvm', unknown)] },
      [/ {2}unavailable: .*\n {2}attainable: veth .*\n {2}cannot be told here: kvm\n/],
      [/nothing:/],
    ],
    [
      'a fault that a build mends',
      { faults: [{ ...fault, fixedIn: '4.15.0-1047' }] },
      [/\nKnown faults of this kernel\n {2}veth, iptables: asks for too much; fixed in 4\.15\.0-1047\n/],
      [/no fixed build/],
    ],
    [
      'one that none mends',
      { faults: [{ ...fault, fixedIn: null }] },
      [/asks for too much; no fixed build is known\n/],
      [/fixed in/],
    ],
  ])('%s', (_, changes, has, lacks) => {
    const text = page(changes);
    for (const pattern of has) expect(text).toMatch(pattern);
    for (const pattern of lacks) expect(text).not.toMatch(pattern);
  });
});

it('colours what can and what cannot be done, and nothing else of the line', () => {
  const text = textFormat.render(nothing, { ...plainScreen, colour: true });
  expect(text).toContain('  \u001b[32myes\u001b[0m  /proc/buddyinfo');
  expect(text).toContain('  \u001b[33mno \u001b[0m  --compact');
});
