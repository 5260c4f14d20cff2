import { describe, expect, it } from '@jest/globals';
import { ownAllowedNodes, parseKernelList } from '../../../src/machine/proc/cpuset.ts';

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

it('reads the nodes of this process', () => {
  expect(ownAllowedNodes()).toEqual(expect.arrayContaining([expect.any(Number)]));
});
