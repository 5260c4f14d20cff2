import { describe, expect, it } from '@jest/globals';
import { faultTables, findFault } from '../../../src/kernel/faults/index.ts';
import type { FaultName, FaultState } from '../../../src/kernel/faults/fault-status.ts';
import { parseRelease } from '../../../src/kernel/release.ts';

const rows: [FaultName, string, FaultState][] = [
  ['xtables-per-cpu', '3.10.49', 'affected'],
  ['xtables-per-cpu', '4.1.18-g09f547b', 'affected'],
  ['xtables-per-cpu', '4.2.0', 'not-affected'],
  ['xtables-per-cpu', '4.4.0-210-generic', 'not-affected'],
  ['xtables-per-cpu', '3.10.0-327.22.2.el7.x86_64', 'affected'],
  ['xtables-per-cpu', '3.10.0-513.el7.x86_64', 'affected'],
  ['xtables-per-cpu', '3.10.0-514.el7.x86_64', 'fixed'],
  ['xtables-per-cpu', '3.10.0-1160.el7.x86_64', 'fixed'],
  ['xtables-per-cpu', '6.12.0', 'not-affected'],

  ['vmalloc-silent', '5.9.16', 'not-affected'],
  ['vmalloc-silent', '5.10.262', 'affected'],
  ['vmalloc-silent', '5.10.0-28-cloud-arm64', 'affected'],
  ['vmalloc-silent', '5.12.9', 'affected'],
  ['vmalloc-silent', '5.15.224', 'affected'],
  ['vmalloc-silent', '5.15.0-91-generic', 'affected'],
  ['vmalloc-silent', '5.17.0', 'not-affected'],
  ['vmalloc-silent', '5.18.0', 'unknown'],
  ['vmalloc-silent', '5.19.0-50-generic', 'affected'],
  ['vmalloc-silent', '6.1.176', 'affected'],
  ['vmalloc-silent', '6.2.16', 'affected'],
  ['vmalloc-silent', '6.3.0', 'not-affected'],
  ['vmalloc-silent', '6.12.117+deb13-cloud-amd64', 'not-affected'],
  ['vmalloc-silent', '4.18.0-240.el8.x86_64', 'not-affected'],
  ['vmalloc-silent', '4.18.0-347.el8.x86_64', 'not-affected'],
  ['vmalloc-silent', '4.18.0-348.el8.x86_64', 'affected'],

  ['kvm-struct', '4.11.12', 'not-affected'],
  ['kvm-struct', '4.12.0', 'affected'],
  ['kvm-struct', '4.15.0-213-generic', 'affected'],
  ['kvm-struct', '4.17.19', 'affected'],
  ['kvm-struct', '4.18.0', 'not-affected'],
  ['kvm-struct', '3.10.0-1160.el7.x86_64', 'affected'],
  ['kvm-struct', '6.1.0-18-amd64', 'not-affected'],

  ['io-uring-rings', '5.0.21', 'not-affected'],
  ['io-uring-rings', '5.1.0', 'affected'],
  ['io-uring-rings', '5.10.262', 'affected'],
  ['io-uring-rings', '5.15.0-91-generic', 'affected'],
  ['io-uring-rings', '6.1.131', 'affected'],
  ['io-uring-rings', '6.1.132', 'fixed'],
  ['io-uring-rings', '6.1.192', 'fixed'],
  ['io-uring-rings', '6.2.0', 'affected'],
  ['io-uring-rings', '6.6.83', 'affected'],
  ['io-uring-rings', '6.6.84', 'fixed'],
  ['io-uring-rings', '6.9.12', 'affected'],
  ['io-uring-rings', '6.10.0', 'not-affected'],
  ['io-uring-rings', '6.13.12', 'not-affected'],

  ['kernel-stack', '3.10.0-1160.el7.x86_64', 'affected'],
  ['kernel-stack', '4.8.17', 'affected'],
  ['kernel-stack', '4.9.0-19-amd64', 'not-affected'],
  ['kernel-stack', '4.9.0-19-arm64', 'affected'],
  ['kernel-stack', '4.14.0-3-arm64', 'not-affected'],

  ['nvme-head', '4.14.99', 'not-affected'],
  ['nvme-head', '4.15.0', 'affected'],
  ['nvme-head', '5.4.19', 'affected'],
  ['nvme-head', '5.18.19', 'affected'],
  ['nvme-head', '5.19.0', 'not-affected'],

  ['memcg-cache-array', '3.10.0-514.el7.x86_64', 'affected'],
  ['memcg-cache-array', '3.10.0-1160.49.1.el7.x86_64', 'affected'],
  ['memcg-cache-array', '4.18.0-348.el8', 'not-affected'],
  ['memcg-cache-array', '3.7.6', 'not-affected'],
  ['memcg-cache-array', '3.8.0', 'affected'],
  ['memcg-cache-array', '4.6.7', 'affected'],
  ['memcg-cache-array', '4.7.0', 'not-affected'],
];

describe('findFault', () => {
  it.each(rows)('%s on %s: %s', (fault, release, state) => {
    expect(findFault(fault, parseRelease(release)).state).toBe(state);
  });

  it.each(rows.filter(([, , state]) => state === 'affected'))(
    '%s on %s says what to take instead, and its source',
    (fault, release) => {
      const finding = findFault(fault, parseRelease(release));
      expect(finding).toMatchObject({ name: fault, assumed: true });
      expect(finding.fixedIn).toMatch(/^\d+\.\d+/);
      expect(finding.source).not.toBe('');
      expect(finding.says).not.toMatch(/\d\.\d+\.\d/);
    },
  );
});

describe('what a finding carries beside its state', () => {
  it.each([
    ['kvm-struct', '3.10.0-1159.el7.x86_64', 'unverified', '4.18', false],
    ['kvm-struct', '3.10.0-1160.el7.x86_64', 'verified', '4.18', false],
    ['memcg-cache-array', '3.10.0-513.el7.x86_64', 'unverified', '4.18', false],
    ['memcg-cache-array', '3.10.0-514.el7.x86_64', 'verified', '4.18', false],
    ['memcg-cache-array', '3.10.49', 'unverified', '4.18', false],
    ['io-uring-rings', '5.11.0', 'verified', '6.10', true],
    ['io-uring-rings', '5.10.234', 'verified', '6.10', true],
    ['io-uring-rings', '5.10.235', 'unverified', '6.10', true],
    ['io-uring-rings', '5.15.179', 'verified', '6.10', true],
    ['io-uring-rings', '5.15.180', 'unverified', '6.10', true],
    ['io-uring-rings', '6.14.0-rc2', 'unverified', null, true],
    ['io-uring-rings', '6.14.0', 'verified', null, true],
    ['io-uring-rings', '6.18.44', 'verified', null, true],
    ['io-uring-rings', '7.3.4', 'verified', null, true],
    ['io-uring-rings', '7.4.0', 'unverified', null, true],
    ['vmalloc-silent', '5.12.9', 'verified', '6.3', true],
    ['vmalloc-silent', '5.13.0', 'unverified', '6.3', true],
    ['vmalloc-silent', '5.14.0', 'verified', '6.3', true],
    ['vmalloc-silent', '5.15.224', 'verified', '6.3', true],
    ['vmalloc-silent', '5.16.0', 'unverified', '6.3', true],
    ['vmalloc-silent', '5.18.0', 'unverified', '6.3', true],
    ['vmalloc-silent', '5.19.0', 'verified', '6.3', true],
    ['vmalloc-silent', '6.1.176', 'verified', '6.3', true],
    ['xtables-noretry', '4.14.117-perf+', 'unverified', '4.19', false],
    ['xtables-noretry', '4.18.0-1006-aws', 'unverified', '4.18.0-13', false],
    ['vmalloc-silent', '4.18.0-348.el8', 'verified', '6.3', true],
    ['vmalloc-silent', '5.14.0-427.el9.x86_64', 'unverified', '6.3', true],
    ['veth-queues', '5.15.0-1063-aws', 'verified', '5.15.0-1063', false],
    ['veth-queues', '5.15.0-rc3', 'unverified', '5.15.151', false],
    ['veth-queues', '6.8.0-rc3', 'unverified', '6.8', false],
    ['xtables-noretry', '4.10.0-rc3', 'unverified', '4.19', true],
    ['xtables-noretry', '4.13.0-rc3', 'unverified', '4.19', true],
    ['xtables-noretry', '4.16.0-rc3', 'unverified', '4.18.8', false],
    ['xtables-noretry', '4.19.0-rc3', 'unverified', '4.19', false],
    ['xtables-per-cpu', '3.10.0-514.el7.x86_64', 'verified', '3.10.0-514', false],
  ] as const)('%s on %s: %s, take %s, silent %s', (fault, release, confidence, fixedIn, silent) => {
    expect(findFault(fault, parseRelease(release))).toMatchObject({ confidence, fixedIn, silent });
  });
});

describe('the faults', () => {
  const names = Object.keys(faultTables) as FaultName[];

  it('are each told once, for every kernel and for none', () => {
    for (const kernel of [null, parseRelease('4.15.0-1044-aws'), parseRelease('99.1.2')]) {
      expect(names.map((name) => findFault(name, kernel).name)).toEqual(names);
    }
    expect(new Set(names)).toEqual(
      new Set(rows.map(([fault]) => fault)).add('xtables-noretry').add('veth-queues'),
    );
  });

  it('are found on no kernel after all of them, but for the one whose end was not read', () => {
    const ended = names.filter((name) => name !== 'io-uring-rings');
    const states = ended.map((name) => findFault(name, parseRelease('99.1.2')).state);
    expect(new Set(states)).toEqual(new Set(['not-affected']));
  });
});

describe('the rule of vmalloc-noretry is assumed', () => {
  it.each([
    ['4.15.0-1044-aws', true],
    ['4.15.0-1047-aws', false],
    ['6.12.117', false],
  ])('%s: %s', (release, expected) => {
    expect(findFault('xtables-noretry', parseRelease(release)).assumed).toBe(expected);
  });
});
