import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countKernelList, parseKernelList } from '../../src/kernel/list.ts';

describe('parseKernelList', () => {
  it.each<[string, number[] | null]>([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['0-1,8\n', [0, 1, 8]],
    ['', null],
    ['3-0', null],
    ['0-', null],
    ['-1', null],
    ['0,,1', null],
    ['0-5000', null],
    ['0-99999999', null],
  ])('%j is %j', (text, nodes) => {
    expect(parseKernelList(text)).toEqual(nodes);
  });
});

describe('countKernelList', () => {
  it.each([
    ['0\n', 1],
    ['0-3\n', 4],
    ['0-3,8', 5],
    ['0-3,8-11,15', 9],
    ['', null],
    ['3-0', null],
    ['0-', null],
    ['all', null],
    ['0-3,', null],
    ['-1', null],
  ])('%j counts %p', (text, count) => {
    expect(countKernelList(text)).toBe(count);
  });

  it('counts what it is made of', () => {
    const ranges = fc.array(fc.tuple(fc.nat(999), fc.nat(99)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ranges, (parts) => {
        const text = parts
          .map(([first, more]) => (more === 0 ? `${first}` : `${first}-${first + more}`))
          .join(',');
        expect(countKernelList(text)).toBe(parts.reduce((sum, [, more]) => sum + more + 1, 0));
      }),
    );
  });
});
