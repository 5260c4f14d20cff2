import { expect, it } from '@jest/globals';
import { ownAllowedNodes } from '../../../src/machine/proc/cpuset.ts';

it('reads the nodes of this process', () => {
  expect(ownAllowedNodes()).toEqual(expect.arrayContaining([expect.any(Number)]));
});
