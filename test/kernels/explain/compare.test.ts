import { describe, expect, test } from '@jest/globals';

interface Report {
  kind: string;
  order: number | null;
  cause: string;
  check: string[] | null;
  callers: string[];
}
interface Told {
  done: { status: number; output: string } | null;
  failure: { reports: Report[]; said: { says: string; check: string[] | null }[]; enomem: number } | null;
}
interface Lab {
  differences: (expect: object, record: Told | undefined) => string[];
}
// Run by Node as it is: it has no types.
const from = (name: string) => import(new URL(name, import.meta.url).href) as Promise<Lab>;
const { differences } = await from('compare.js');

const refused = { status: 1, output: 'fork: Cannot allocate memory\nfailed 12 Cannot allocate memory' };
const veth: Report = {
  kind: 'page-allocation',
  order: 5,
  cause: 'fragmentation',
  check: ['check', '--for', 'veth'],
  callers: ['veth_dev_init [veth]'],
};
const told = (reports: Report[], said: [string, string | null][] = [], enomem = 0): Told => ({
  done: refused,
  failure: {
    reports,
    said: said.map(([says, name]) => ({ says, check: name === null ? null : ['check', '--for', name] })),
    enomem,
  },
});
const byKernel = { from: 'kernel', check: 'veth', cause: 'fragmentation', order: 5 };
const byProgram = { from: 'program', check: 'fork' };

describe('what explain made of a failure', () => {
  test.each<[string, object, Told]>([
    ['the step and the cause', byKernel, told([veth])],
    ['no check, where none could tell', { ...byKernel, check: null }, told([{ ...veth, check: null }])],
    ['the caller', { ...byKernel, caller: /^veth_/ }, told([veth])],
    ['a line of a program', byProgram, told([], [['a process could not be created', 'fork']])],
  ])('%s: right', (_what, expected, record) => {
    expect(differences(expected, record)).toEqual([]);
  });

  test.each<[string, object, Told | undefined, RegExp]>([
    ['another cause', byKernel, told([{ ...veth, cause: 'watermark' }]), /calls it watermark/],
    [
      'another step',
      byKernel,
      told([{ ...veth, check: ['check', '--for', 'kvm'] }]),
      /names check --for kvm/,
    ],
    ['no step', byKernel, told([{ ...veth, check: null }]), /names no check/],
    ['a step that no check guards', { ...byKernel, check: null }, told([veth]), /names check --for veth/],
    ['another order', byKernel, told([{ ...veth, order: 4 }]), /order 4, it is 5/],
    ['another caller', { ...byKernel, caller: /^kvm_/ }, told([veth]), /veth_dev_init \[veth\] asked/],
    ['one more report', byKernel, told([veth, { ...veth, cause: 'atomic' }]), /calls it atomic/],
    ['no report', byKernel, told([], [['a process could not be created', 'fork']]), /no report/],
    ['a line that is not known', byProgram, told([], [], 1), /does not know/],
    ['nothing', byProgram, told([]), /does not know/],
    ['a line of another step', byProgram, told([], [['a namespace', 'netns']]), /names check --for netns/],
    ['a report of another step', byProgram, told([veth]), /names check --for veth/],
    ['that it was granted', byKernel, { done: { status: 0, output: 'done 0' }, failure: null }, /granted/],
    ['nothing at all', byKernel, undefined, /not recorded/],
  ])('%s: wrong', (_what, expected, record, text) => {
    expect(differences(expected, record).join('\n')).toMatch(text);
  });
});
