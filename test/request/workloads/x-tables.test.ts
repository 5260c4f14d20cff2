import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ip6tables } from '../../../src/request/workloads/ip6tables.ts';
import { iptables } from '../../../src/request/workloads/iptables.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import { predict } from '../../../src/predict/predict.ts';
import type { Need } from '../../../src/request/need.ts';
import { on } from './readings-stub.ts';

function only(needs: Need[]): Need {
  expect(needs).toHaveLength(1);
  return needs[0]!;
}

/** a machine with four gigabytes to give */
const roomy = snapshotOf({
  buddyinfo: 'Node 0, zone Normal 0 0 0 0 0 0 0 0 0 0 1024\n',
  meminfo: 'MemAvailable: 4194304 kB\nSwapFree: 0 kB\n',
});

/** release, path, GFP flags, pages of 2,130 plain rules (80 pages) with 8 possible CPUs */
const paths: [string, string, string, number][] = [
  ['3.10.49', 'vmalloc', 'GFP_KERNEL', 640],
  ['4.1.5', 'vmalloc', 'GFP_KERNEL', 640],
  ['3.10.0-327.22.2.el7.x86_64', 'vmalloc', 'GFP_KERNEL', 640],
  ['3.10.0-1160.el7.x86_64', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.4.0-210-generic', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.9.0-19-amd64', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.10.17', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY', 80],
  ['4.12.4', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NOWARN|__GFP_NORETRY', 80],
  ['4.13.9', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.14.32', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.14.33', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.14.89+', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.15.15', 'vmalloc', 'GFP_KERNEL', 80],
  ['4.15.0-1044-aws', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.15.0-1047-aws', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
  ['4.15.0-1050-oem', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.16.13', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.18.7', 'vmalloc-noretry', 'GFP_KERNEL|__GFP_NORETRY', 80],
  ['4.18.8', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
  ['4.18.0-348.el8', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
  ['4.19.0-27-amd64', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
  ['5.4.0-1099-aws', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
  ['6.12.117+deb13-cloud-amd64', 'vmalloc', 'GFP_KERNEL_ACCOUNT', 80],
];

describe('a table that x_tables refuses whatever the memory', () => {
  const most = Math.floor((512 * 2 ** 20 - 1 - 632 - 64) / 152);
  it.each([
    ['6.12.117', most, undefined],
    ['6.12.117', most + 1, /^table filter would take 53\d{7} bytes, and x_tables refuses 536870912 and more/],
    ['4.18.8', most + 1, /x_tables refuses 536870912 and more/],
    // not every patch level of it has the limit
    ['4.13.9', most + 1, undefined],
  ])('on %s, %i plain rules', (release, rules, refused) => {
    const { request } = only(iptables.needs(on(release, { rules })));
    if (refused) expect(request.refused).toMatch(refused);
    else expect(request).not.toHaveProperty('refused');
    const { never, verdict } = predict(request, roomy, null);
    expect([never, verdict === 'available']).toEqual([refused !== undefined, refused === undefined]);
  });
});

describe('iptables', () => {
  it.each(paths)('on %s takes path %s with %s, %i pages', (release, path, gfp, pages) => {
    const { request } = only(iptables.needs(on(release, { rules: 2130 }, { possible: 8 })));
    expect(request).toMatchObject({ workload: 'iptables', path, pages, bytes: 324_456, order: 7 });
    expect(request.gfp.join('|')).toBe(gfp);
  });

  it('is taken for a current kernel where the release is not known', () => {
    expect(only(iptables.needs(on(null, { rules: 10 }))).request).toMatchObject({
      path: 'vmalloc',
      gfp: ['GFP_KERNEL_ACCOUNT'],
    });
  });

  it.each([
    [1000, 38, 3 * 38 + 200],
    [2130, 80, 440],
    [20_000, 743, 3 * 743 + 200],
  ])('%i rules under __GFP_NORETRY: %i pages, %i with the binary', (rules, pages, stepPages) => {
    const need = only(iptables.needs(on('4.16.13', { rules })));
    expect([need.request.pages, need.stepPages]).toEqual([pages, stepPages]);
    expect(need.request.notes.join(' ')).toContain(String(stepPages));
  });

  it('stays in the bytes of the incident where nothing is known', () => {
    const { request } = only(iptables.needs(on('4.15.0-1044-aws')));
    expect(request.bytes).toBeGreaterThanOrEqual(323_585);
    expect(request.bytes).toBeLessThanOrEqual(327_680);
    expect(request.pages).toBe(80);
    expect(request.notes.join(' ')).toMatch(/assumed/);
  });

  it.each([
    ['4.12.4', true],
    ['4.16.13', false],
    ['5.15.0-91-generic', true],
    ['6.12.117', false],
  ])('on %s says that a refusal is not logged: %s', (release, silent) => {
    const { request } = only(iptables.needs(on(release, { rules: 10 })));
    expect(request.notes.some((note) => note.includes('no line in the kernel log'))).toBe(silent);
  });

  it('counts the counters of every CPU to the step, and never less than the table', () => {
    const few = only(iptables.needs(on('6.12.117', { rules: 10_000 }, { possible: 2 })));
    const many = only(iptables.needs(on('6.12.117', { rules: 10_000 }, { possible: 128 })));
    expect(few.request.pages).toBe(many.request.pages);
    // 10,004 entries are 40 blocks of 256 counters; with 20 bytes an entry beside them
    expect(many.stepPages - few.stepPages).toBe(40 * 126);
    expect(few.stepPages).toBeGreaterThan(few.request.pages);
  });

  it('reads the rules file that it is given', () => {
    const saved =
      '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n';
    const { request } = only(
      iptables.needs(on('6.12.117', { rulesFile: 'a.save' }, { files: { 'a.save': saved } })),
    );
    expect(request.bytes).toBe(632 + 152 + 64);
  });

  it('counts live tables, and says that the old one stays meanwhile', () => {
    const saveText =
      '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -j DROP\n-A INPUT -j DROP\nCOMMIT\n';
    const live = { state: 'tables', names: ['filter'], saveText } as const;
    const { request } = only(iptables.needs(on('6.12.117', {}, { live: { ...live, names: ['filter'] } })));
    expect(request.bytes).toBe(632 + 2 * 152 + 64);
    expect(request.notes.join(' ')).toContain('1000 bytes stay in use');
  });

  it('holds its laws for any number of rules, on any kernel and page size', () => {
    const releases = paths.map(([release]) => release);
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.constantFrom(...releases),
        fc.constantFrom(4096, 16_384, 65_536),
        (rules, release, pageSize) => {
          const need = only(iptables.needs(on(release, { rules, cpus: 4 }, {}, pageSize)));
          const { bytes, pages, order } = need.request;
          expect(bytes).toBe(632 + 64 + 152 * rules);
          expect(pages % Math.ceil(bytes / pageSize)).toBe(0);
          expect(2 ** order * pageSize).toBeGreaterThanOrEqual(bytes);
          expect(need.stepPages).toBeGreaterThanOrEqual(pages);
        },
      ),
    );
  });
});

describe('ip6tables', () => {
  it('has entries 56 bytes larger', () => {
    expect(only(ip6tables.needs(on('6.12.117', { rules: 100 }))).request).toMatchObject({
      workload: 'ip6tables',
      bytes: 100 * 208 + 3 * 208 + 232 + 64,
    });
  });
});
