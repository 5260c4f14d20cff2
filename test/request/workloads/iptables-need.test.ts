import { describe, expect, it } from '@jest/globals';
import type { InstalledIptables } from '../../../src/request/iptables/installed.ts';
import type { Need } from '../../../src/request/need.ts';
import { findWorkload } from '../../../src/request/workloads/index.ts';
import { predict } from '../../../src/predict/predict.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import type { WorkloadOptions } from '../../../src/request/workloads/options.ts';
import { type Told, on } from './readings-stub.ts';

const found = (
  variant: 'legacy' | 'nft' | 'script',
  version: [number, number, number] | null = [1, 8, 9],
): InstalledIptables => ({
  ...{
    state: 'found',
    path: '/usr/sbin/iptables',
    program: `/usr/sbin/xtables-${variant}-multi`,
    variant,
    version,
  },
});
const needOf = (name: string, told: Told, release = '6.12.117', options: WorkloadOptions = {}): Need => {
  const needs = findWorkload(name).needs(on(release, options, told));
  expect(needs).toHaveLength(1);
  return needs[0]!;
};
const kindOf = ({ what }: Need): string => (what.includes('netlink') ? 'nf_tables' : 'x_tables');

describe('what a name of iptables means', () => {
  it.each<[string, Told['installed'], string, RegExp | null]>([
    // name, what is installed, kind, first note
    [
      'iptables',
      { iptables: found('nft') },
      'nf_tables',
      /^iptables is \/usr\/sbin\/xtables-nft-multi here, on nf_tables/,
    ],
    [
      'iptables',
      { iptables: found('legacy') },
      'x_tables',
      /^iptables is \/usr\/sbin\/xtables-legacy-multi here, on x_tables$/,
    ],
    [
      'iptables',
      { iptables: found('legacy', null) },
      'x_tables',
      /^iptables is \/usr\/sbin\/xtables-legacy-multi here, on x_tables$/,
    ],
    [
      'iptables',
      { iptables: found('script', null) },
      'x_tables',
      /a script: which iptables it starts is not known/,
    ],
    ['iptables', {}, 'x_tables', /^no iptables is found in PATH: x_tables/],
    ['iptables', undefined, 'x_tables', null],
    ['ip6tables', { ip6tables: found('nft') }, 'nf_tables', /^ip6tables is .* on nf_tables/],
    ['ip6tables', { iptables: found('nft') }, 'x_tables', /^no ip6tables is found/],
    ['iptables-legacy', { iptables: found('nft'), 'iptables-legacy': found('legacy') }, 'x_tables', null],
    ['iptables-legacy', { iptables: found('nft') }, 'x_tables', null],
    ['ip6tables-legacy', { ip6tables: found('nft') }, 'x_tables', null],
    ['iptables-nft', { iptables: found('legacy') }, 'nf_tables', null],
    ['ip6tables-nft', undefined, 'nf_tables', null],
  ])('%s with %j: %s', (name, installed, kind, note) => {
    const need = needOf(name, installed === undefined ? {} : { installed });
    expect([need.request.workload, kindOf(need)]).toEqual([name, kind]);
    if (note) expect(need.request.notes[0]).toMatch(note);
    else expect(need.request.notes.join()).not.toMatch(/here, on|found in PATH/);
  });

  it('a container asks for what runs as iptables', () => {
    const needs = findWorkload('container').needs(
      on('6.12.117', {}, { installed: { iptables: found('nft') } }),
    );
    expect(needs.map(kindOf)).toContain('nf_tables');
  });
});

describe('the size of a rule set', () => {
  // DNAT has 80 bytes, and before 1.8 it had 56.
  const files = {
    'nat.v4': '*nat\n-A OUTPUT -j DNAT --to-destination 192.0.2.1\nCOMMIT\n',
    'three.v4': '*nat\n-A OUTPUT\nCOMMIT\n*filter\n-A INPUT\n-A INPUT -s 10.0.0.1,10.0.0.2\nCOMMIT\n',
  };
  const now = 784 + 112 + 80 + 64;
  const before = 784 + 112 + 56 + 64;

  it.each<[string, Told['installed'], number]>([
    ['iptables', { iptables: found('legacy', [1, 8, 9]) }, now],
    ['iptables', { iptables: found('legacy', [1, 6, 1]) }, before],
    ['iptables', { iptables: found('legacy', null) }, now],
    ['iptables', undefined, now],
    ['iptables-legacy', { 'iptables-legacy': found('legacy', [1, 6, 1]) }, before],
    ['iptables-legacy', { iptables: found('legacy', [1, 6, 1]) }, before],
    ['iptables-legacy', { iptables: found('nft', [1, 6, 1]) }, now],
  ])('%s with %j: %i bytes', (name, installed, bytes) => {
    const told = { files, ...(installed === undefined ? {} : { installed }) };
    expect(needOf(name, told, '6.12.117', { rulesFile: 'nat.v4' }).request.bytes).toBe(bytes);
  });

  it.each<[string, Told['installed']]>([
    ['iptables-nft', undefined],
    ['iptables', { iptables: found('nft') }],
  ])('%s with %j: the rules of the table with most of them', (name, installed) => {
    const told = { files, ...(installed === undefined ? {} : { installed }) };
    expect(needOf(name, told, '6.12.117', { rulesFile: 'three.v4' }).request.bytes).toBe(3 * 700);
  });
});

describe('a kernel without legacy x_tables', () => {
  const roomy = snapshotOf({
    buddyinfo: 'Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 1024\n',
    meminfo: 'MemAvailable: 4194304 kB\nSwapFree: 0 kB\n',
  });

  it.each<[string, Told['legacyModule'], boolean]>([
    ['iptables-legacy', 'absent', true],
    ['iptables-legacy', 'there', false],
    ['iptables-legacy', 'loaded', false],
    ['iptables-legacy', 'unknown', false],
    ['ip6tables-legacy', 'absent', true],
    ['iptables', 'absent', true],
    ['iptables-nft', 'absent', false],
  ])('%s, ip_tables %s: never %s', (name, module, never) => {
    const { request } = needOf(name, { legacyModule: module! }, '6.18.3');
    expect(predict(request, roomy, null).never).toBe(never);
    if (never)
      expect(request.refused).toMatch(
        /^this kernel has no legacy x_tables: neither modules.builtin nor modules.dep of 6.18.3 names ip6?_tables$/,
      );
  });

  it('refuses nothing of what runs on nf_tables', () => {
    const { request } = needOf(
      'iptables',
      { legacyModule: 'absent', installed: { iptables: found('nft') } },
      '6.18.3',
    );
    expect(request).not.toHaveProperty('refused');
  });

  it.each([
    ['6.16.3', 'unknown', false],
    ['6.17.0', 'unknown', true],
    ['6.17.0', 'there', false],
    ['6.17.0', 'loaded', false],
  ] as const)('%s, ip_tables %s: said that it may be absent: %s', (release, module, said) => {
    const { request } = needOf('iptables-legacy', { legacyModule: module }, release);
    expect(request.notes.some((note) => note.includes('ip_tables was not read'))).toBe(said);
  });
});
