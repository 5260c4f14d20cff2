import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import compare from 'semver/functions/compare.js';
import { findFault } from '../../src/kernel/faults/index.ts';
import { parseRelease } from '../../src/kernel/release.ts';
import { atLeast, beyondRead, compareNumbers, parseVersion } from '../../src/kernel/version.ts';

describe('parseVersion', () => {
  it.each<[string, [number, number] | null]>([
    ['6.12.118+deb13-amd64', [6, 12]],
    ['10.0.1', [10, 0]],
    ['4.15', [4, 15]],
    ['v6.12', null],
    ['linux-6.12', null],
    ['6', null],
    ['6.12345', null],
    ['1234.5', null],
  ])('%s: %j', (release, version) => {
    const parsed = parseVersion(release);
    expect(parsed && [parsed.major, parsed.minor]).toEqual(version);
  });
});

describe('compareNumbers', () => {
  const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(300));

  it('says what semver says', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareNumbers(a, b))).toBe(compare(a.join('.'), b.join('.')));
      }),
    );
  });

  it('goes as far as the second goes, and takes what is missing for 0', () => {
    expect(compareNumbers([6, 12, 5], [6, 12])).toBe(0);
    expect(compareNumbers([6, 12], [6, 12, 0])).toBe(0);
    expect(compareNumbers([6, 12], [6, 12, 1])).toBeLessThan(0);
  });
});

describe('kernels beyond those that were read', () => {
  it.each([
    ['3.9', /^unverified: kernel 3\.9 is older than any that was read \(3\.10\)/],
    ['3.10', null],
    ['7.3', null],
    ['7.4', /^unverified: kernel 7\.4 is newer than any that was read \(7\.3\)/],
    ['8.0', /is newer/],
    ['2.6', /is older/],
  ])('%s', (version, note) => {
    const found = beyondRead(parseVersion(version)!);
    if (note === null) expect(found).toBeNull();
    else expect(found).toMatch(note);
  });

  it('leave no fault verified', () => {
    const confidence = (release: string) => findFault('veth-queues', parseRelease(release)).confidence;
    expect([confidence('7.3.4'), confidence('7.4.1')]).toEqual(['verified', 'unverified']);
  });
});

it('atLeast takes an unknown kernel for a current one', () => {
  expect([atLeast(null, 99, 0), atLeast({ major: 6, minor: 11 }, 6, 12)]).toEqual([true, false]);
  expect([atLeast({ major: 7, minor: 0 }, 6, 12), atLeast({ major: 6, minor: 12 }, 6, 12)]).toEqual([
    true,
    true,
  ]);
});
