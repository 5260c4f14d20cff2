import { describe, expect, it } from '@jest/globals';
import satisfies from 'semver/functions/satisfies.js';
import { type Lines, isInRange, isOfLines } from '../../../src/kernel/faults/fault-table.ts';
import { faultTables } from '../../../src/kernel/faults/index.ts';

const tables = Object.values(faultTables).map((tableFor) => tableFor(null));
const ranges = [
  ...new Map(
    tables.flatMap(({ upstream }) => upstream.map((range) => [`${range.from} ${range.before}`, range])),
  ).values(),
];

/** Every version that a range may change at: each end, a patch level less and more, its first and last candidate, the next line. */
function versionsAround(end: string): string[] {
  const [major = 0, minor = 0, patch = 0] = end.replace('-0', '').split('.').map(Number);
  const line = `${major}.${minor}`;
  return [
    ...[patch - 1, patch, patch + 1, 9999].filter((n) => n >= 0).map((n) => `${line}.${n}`),
    ...['rc1', 'rc7', 'rc12'].map((candidate) => `${line}.0-${candidate}`),
    `${major}.${minor + 1}.0-rc1`,
    `${major}.${minor + 1}.0`,
    ...(minor > 0 ? [`${major}.${minor - 1}.9999`] : []),
  ];
}

const versions = [
  ...new Set(ranges.flatMap(({ from, before }) => [...versionsAround(from), ...versionsAround(before)])),
];

describe('upstream ranges', () => {
  it.each(ranges.map(({ from, before }) => [from, before]))(
    '[%s, %s) holds what semver says',
    (from, before) => {
      const inside = versions.filter((version) => isInRange(version, { from, before }));
      const expected = versions.filter((version) =>
        satisfies(version, `>=${from} <${before}`, { includePrerelease: true }),
      );
      expect(inside).toEqual(expected);
      expect(inside).not.toHaveLength(0);
      expect(inside).not.toHaveLength(versions.length);
    },
  );

  // prettier-ignore
  it.each([
    ['5.15.0-0', '5.15.0', '5.14.9999', false], ['5.15.0-0', '5.15.0', '5.15.0-rc1', true], ['5.15.0-0', '5.15.0', '5.15.0', false],
    ['5.15.0', '5.15.151', '5.15.0-rc7', false], ['5.15.0', '5.15.151', '5.15.0', true],
    ['5.15.0', '5.15.151', '5.15.150', true],    ['5.15.0', '5.15.151', '5.15.151', false],
    ['5.16.0-0', '6.1.81', '5.16.0-rc1', true],  ['5.16.0-0', '6.1.81', '6.0.9999', true],
    ['4.12.0', '4.18.0-0', '4.17.9999', true],   ['4.12.0', '4.18.0-0', '4.18.0-rc1', false],
  ])('[%s, %s) and %s: %s', (from, before, version, inside) => {
    expect(isInRange(version, { from, before })).toBe(inside);
  });
});

/** What a rule's lines are as a semver range over versions without patch level. */
function semverOf(lines: Lines): string {
  if ('line' in lines) return `${lines.line.join('.')}.x`;
  return `>=${lines.from.join('.')}.0${lines.before ? ` <${lines.before.join('.')}.0` : ''}`;
}

describe('upstream lines of builds', () => {
  const all = tables.flatMap(({ builds }) => builds.map(({ upstream }) => upstream));
  const kernels = all
    .flatMap((lines) =>
      'line' in lines ? [lines.line] : [lines.from, ...(lines.before ? [lines.before] : [])],
    )
    .flatMap(([major, minor]) => [-1, 0, 1].map((more) => ({ major, minor: minor + more })))
    .concat({ major: 2, minor: 6 }, { major: 99, minor: 0 })
    .filter(({ minor }) => minor >= 0);

  it.each([...new Map(all.map((lines) => [semverOf(lines), lines]))])('%s', (range, lines) => {
    for (const kernel of kernels) {
      expect([kernel, isOfLines(kernel, lines)]).toEqual([
        kernel,
        satisfies(`${kernel.major}.${kernel.minor}.0`, range),
      ]);
    }
  });
});
