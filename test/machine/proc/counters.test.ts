import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedError } from '../../../src/errors.ts';
import { parseMeminfo } from '../../../src/machine/proc/meminfo.ts';
import { parseVmstat } from '../../../src/machine/proc/vmstat.ts';

describe('parseMeminfo', () => {
  it('reads kibibytes and plain counts', () => {
    const text = 'MemTotal:       16318468 kB\nActive(anon):       12 kB\nHugePages_Total:       3\n';
    expect([...parseMeminfo(text)]).toEqual([
      ['MemTotal', 16_318_468],
      ['Active(anon)', 12],
      ['HugePages_Total', 3],
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /line 1/],
    [
      'a line without a number',
      'MemTotal: 1 kB\nMemFree: kB\n',
      /line 2: a text of 11 characters: expected 'Name: N kB'/,
    ],
    ['a negative number', 'MemTotal: -1 kB\n', /line 1/],
    ['another unit', 'MemTotal: 1 MB\n', /line 1/],
    ['no colon', 'MemTotal 1 kB\n', /line 1/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseMeminfo(text)).toThrow(MalformedError);
    expect(() => parseMeminfo(text)).toThrow(message);
  });
});

describe('parseVmstat', () => {
  it('reads counters and leaves out what wrapped below zero', () => {
    const text = 'nr_free_pages 12\nnr_dirty 18446744073709551615\nnr_isolated_anon -3\npgfault 7\n';
    expect([...parseVmstat(text)]).toEqual([
      ['nr_free_pages', 12],
      ['pgfault', 7],
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /line 1/],
    [
      'a line without a number',
      'pgfault 1\npgmajfault\n',
      /line 2: a text of 10 characters: expected 'name N'/,
    ],
    ['two numbers', 'pgfault 1 2\n', /line 1/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseVmstat(text)).toThrow(MalformedError);
    expect(() => parseVmstat(text)).toThrow(message);
  });
});

it('reads back whatever counters are printed', () => {
  const counters = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/), fc.nat(2 ** 31), {
    minKeys: 1,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(counters, (printed) => {
      const rows = Object.entries(printed);
      const meminfo = rows.map(([name, n]) => `${name}: ${String(n).padStart(12)} kB\n`).join('');
      const vmstat = rows.map(([name, n]) => `${name} ${n}\n`).join('');
      expect([...parseMeminfo(meminfo)]).toEqual(rows);
      expect([...parseVmstat(vmstat)]).toEqual(rows);
    }),
  );
});
