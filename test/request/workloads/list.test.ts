import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsOf, listWorkloads, type WorkloadRow } from '../../../src/request/workloads/list.ts';
import type { WorkloadOptions } from '../../../src/request/workloads/options.ts';
import { veth } from '../../../src/request/workloads/veth.ts';
import { iptables } from '../../../src/request/workloads/iptables.ts';
import type { Need } from '../../../src/request/need.ts';
import { accountsKernelMemory } from '../../../src/request/workloads/memory-accounting.ts';
import { corpus, describeCorpus } from '../../support/corpus.ts';
import { on } from './readings-stub.ts';

function row(name: string, release: string | null, options: WorkloadOptions = {}): WorkloadRow {
  const found = listWorkloads(on(release, options, { possible: 64 })).find(
    ({ workload }) => workload.name === name,
  );
  expect(found).toBeDefined();
  return found!;
}

describe('listWorkloads', () => {
  it.each([
    ['veth', '5.15.0-91-generic', 'affected', '5.15.0-111'],
    ['veth', '5.15.0-111-generic', 'fixed', null],
    ['veth', '6.12.117', 'not-affected', null],
    ['container', '5.15.0-91-generic', 'affected', '5.15.0-111'],
    ['container', '4.15.0-1044-aws', 'affected', '4.15.0-1047'],
    ['container', '4.15.0-20-generic', 'affected', '4.15.0-58'],
    ['iptables', '4.15.0-1044-aws', 'affected', '4.15.0-1047'],
    ['iptables', '4.15.0-1047-aws', 'fixed', null],
    ['iptables', '4.15.0-54-generic', 'affected', '4.15.0-58'],
    ['iptables', '6.12.117', 'not-affected', null],
    ['io-uring', '5.15.0-91-generic', 'affected', '6.10'],
    ['io-uring', '4.15.0-1047-aws', 'not-affected', null],
    ['nvme', '5.4.19', 'affected', '5.19'],
    ['hugepage', '6.12.117', 'not-affected', null],
  ])('%s on %s: %s, fixed in %p', (name, release, affected, fixedIn) => {
    expect(row(name, release)).toMatchObject({ affected, fixedIn });
  });

  it.each([
    ['container', '5.15.0-91-generic', 'contiguous', 4],
    ['container', '4.15.0-1044-aws', 'vmalloc-noretry', 7],
    ['kvm', '6.18.44', 'contiguous', 2],
    ['kvm', '4.15.0-213-generic', 'contiguous', 6],
    ['container', '3.10.0-1160.el7.x86_64', 'vmalloc', 7],
    ['netns', '3.10.0-1160.el7.x86_64', 'contiguous', 1],
  ])('%s on %s is stood for by what fails first: %s, order %i', (name, release, path, order) => {
    expect(row(name, release).request).toMatchObject({ path, order });
  });

  it('tells a fault of a need that does not stand for the workload', () => {
    const few = listWorkloads(on('5.15.0-91-generic', { cpus: 4 })).find(
      ({ workload }) => workload.name === 'container',
    );
    expect(few).toMatchObject({ affected: 'affected', fixedIn: '5.15.0-111', request: { path: 'vmalloc' } });
    expect(few?.faulty?.request).toMatchObject({ path: 'contiguous', order: 0 });
  });

  it('has no request where the kernel does not have it', () => {
    expect(row('io-uring', '4.15.0-1047-aws')).toMatchObject({ request: null, need: null, needs: [] });
  });

  it('gives an option to those that can take it', () => {
    expect(row('hugepage', '6.12.117', { size: 65_536 }).request?.order).toBe(4);
    // a huge page's size is no MTU, and entries of a set are too many for a ring
    expect(row('jumbo-frame', '6.12.117', { size: 2 ** 21 }).request?.bytes).toBe(9408);
    expect(row('io-uring', '5.15.0', { count: 100_000 }).request?.bytes).toBe(16_384);
    expect(row('ipset', '5.15.0', { count: 100_000 }).request?.bytes).toBe(2 ** 20);
    expect(row('nvme', '5.15.0', { count: 2 }).request?.notes.join()).not.toContain('means nothing');
  });
});

describe('of several needs', () => {
  const facts = on('6.12.117');
  const [plain] = veth.needs(facts) as [Need];
  const asks = (
    path: Need['request']['path'],
    order: number,
    pages: number,
    more: Partial<Need> = {},
  ): Need => ({
    ...plain,
    fault: null,
    confidence: 'verified',
    ...more,
    request: { ...plain.request, path, order, pages },
  });
  const rowOf = (...needs: Need[]): WorkloadRow =>
    listWorkloads(facts, [{ ...veth, needs: () => needs }])[0]!;
  const [few] = veth.needs(on('5.15.0-91-generic')) as [Need];
  const affected = few.fault!;

  it.each<[string, Need, Need]>([
    [
      'an order above 3, before a table that is asked for once',
      asks('contiguous', 4, 16),
      asks('vmalloc-noretry', 9, 512),
    ],
    [
      'a table that is asked for once, before an order up to 3',
      asks('vmalloc-noretry', 1, 2),
      asks('contiguous', 3, 8),
    ],
    [
      'a table that is asked for once, before any memory',
      asks('vmalloc-noretry', 1, 2),
      asks('vmalloc', 20, 2 ** 20),
    ],
    ['the larger order', asks('contiguous', 6, 64), asks('contiguous', 5, 32)],
    ['the more pages', asks('vmalloc', 3, 8), asks('contiguous', 2, 4)],
  ])('%s stands for it', (_what, first, second) => {
    expect(rowOf(first, second).need).toEqual(first);
    expect(rowOf(second, first).need).toEqual(first);
  });

  it('an unverified one makes it so where it stands for it, or has its fault', () => {
    const large = (more: Partial<Need> = {}): Need => asks('contiguous', 6, 64, more);
    const small = (more: Partial<Need> = {}): Need => asks('contiguous', 0, 1, more);
    const unverified = { confidence: 'unverified' } as const;
    expect(rowOf(large(), small()).confidence).toBe('verified');
    expect(rowOf(large(unverified), small()).confidence).toBe('unverified');
    expect(rowOf(large(), small(unverified)).confidence).toBe('verified');
    expect(rowOf(large(), small({ ...unverified, fault: affected })).confidence).toBe('unverified');
  });

  it.each([
    ['affected', true],
    ['unknown', true],
    ['fixed', false],
    ['not-affected', false],
  ] as const)('one whose fault is %s is named beside it: %p', (state, isNamed) => {
    const small = asks('contiguous', 0, 1, { fault: { ...affected, state } });
    expect(rowOf(asks('contiguous', 6, 64), small).faulty).toEqual(isNamed ? small : null);
  });

  it('every fault is told once', () => {
    const other = { ...affected, name: 'kernel-stack' as const };
    const needs = [
      asks('contiguous', 0, 1),
      asks('contiguous', 0, 1, { fault: affected }),
      asks('contiguous', 1, 2, { fault: affected }),
      asks('contiguous', 2, 4, { fault: other }),
    ];
    expect(faultsOf({ needs })).toEqual([affected, other]);
    expect(faultsOf({ needs: [] })).toEqual([]);
  });

  it('an error that is no wrong option is not taken for one', () => {
    const bug = (): never => {
      throw new TypeError('a bug');
    };
    expect(() => listWorkloads(facts, [{ ...veth, needs: bug }])).toThrow(TypeError);
  });
});

describe('whether memory cgroups account kernel memory', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, true],
    ['', true],
    ['quiet  cgroup.memory=nosocket', true],
    ['quiet  cgroup.memory=nosocket,nokmem\n', false],
    ['cgroup.memory=nokmem', false],
    ['quiet cgroup_disable=memory', false],
    ['cgroup_disable=cpu,memory quiet', false],
    ['cgroup_disable=cpu', true],
    // Another option with the same value.
    ['rootflags=nokmem debug=memory', true],
  ])('%j: %p', (cmdline, accounts) => {
    const files = cmdline === undefined ? {} : { 'proc/cmdline': cmdline };
    expect(accountsKernelMemory(on('6.12.117', {}, { files }).readings)).toBe(accounts);
  });
});

describe('perf', () => {
  const perfOn = (release: string, files: Record<string, string>): WorkloadRow =>
    listWorkloads(on(release, { cpus: 8 }, { files })).find(({ workload }) => workload.name === 'perf')!;
  const intel = { 'proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu pebs\nbugs\t\t: none\n' };

  it.each<[string, string, Record<string, string>, string[], 'verified' | 'unverified', boolean]>([
    ['as read', '6.12.117', intel, [], 'verified', false],
    ['before what was read', '4.14.336', intel, ['__GFP_COMP'], 'unverified', false],
    ['the first that was read', '4.15.18', intel, [], 'verified', false],
    ["without the CPU's features", '6.12.117', {}, [], 'unverified', false],
    [
      'features of virtualisation alone',
      '6.12.117',
      { 'proc/cpuinfo': 'vmx flags\t: pebs\n' },
      [],
      'unverified',
      false,
    ],
    [
      'the watchdog has it',
      '6.12.117',
      { ...intel, 'proc/sys/kernel/nmi_watchdog': '1\n' },
      [],
      'verified',
      true,
    ],
    ['no watchdog', '6.12.117', { ...intel, 'proc/sys/kernel/nmi_watchdog': '0\n' }, [], 'verified', false],
  ])('%s', (_what, release, files, more, confidence, isWatched) => {
    const { need } = perfOn(release, files);
    expect(need).toMatchObject({ request: { order: 4 }, confidence });
    expect(need!.request.gfp).toEqual(['GFP_KERNEL', '__GFP_ZERO', ...more]);
    expect(need!.request.notes.some((note) => note.includes('nmi_watchdog=1'))).toBe(isWatched);
  });
});

describeCorpus('failures', 'the requests of recorded failures', () => {
  const log = (file: string): string => readFileSync(join(corpus, 'failures', file), 'utf8');

  // docker/for-linux#1443: both boards take such processors
  it.each([
    ['090.log', '5.15.0-91-generic', [43, 48, 56, 64, 72, 85]],
    ['091.log', '6.5.0-15-generic', [79, 96, 128, 157]],
  ])('%s failed with the order and flags that veth asks for', (file, release, cpus) => {
    const match = /page allocation failure: order:(\d+), mode:0x[0-9a-f]+\(([^)]+)\)/.exec(log(file));
    expect(log(file)).toContain(release);
    for (const count of cpus) {
      const [need] = veth.needs(on(release, { cpus: count }));
      expect(need?.request.order).toBe(Number(match?.[1]));
      expect(new Set(need?.request.gfp)).toEqual(new Set(match?.[2]?.split('|')));
    }
  });

  it.each([
    ['086.log', '4.15.0-1044-aws'],
    ['087.log', '4.14.89+'],
  ])(
    '%s: a table of that size is asked for with the flags of the log, a guard page less',
    (file, release) => {
      const match = /allocated \d+ of (\d+) bytes, mode:0x[0-9a-f]+\(([^)]+)\)/.exec(log(file));
      const pages = Number(match?.[1]) / 4096 - 1;
      const rules = Math.floor((pages * 4096 - 696) / 152);
      const [need] = iptables.needs(on(release, { rules }));
      expect(need?.request).toMatchObject({ pages, path: 'vmalloc-noretry', gfp: match?.[2]?.split('|') });
      expect(need?.fault?.state).toBe('affected');
    },
  );
});
