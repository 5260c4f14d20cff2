import { expect, it } from '@jest/globals';
import { srcuStructBytes } from '../../src/kernel/srcu-nodes.ts';

/** CONFIG_NR_CPUS, nodes: leaves of 16 CPUs, then one over each 64 */
it.each([
  [1, 1],
  [16, 1],
  [17, 2 + 1],
  [256, 16 + 1],
  [512, 32 + 1],
  [1024, 64 + 1],
  [1025, 65 + 2 + 1],
  [4096, 256 + 4 + 1],
  // BTF of Debian's 5.10 has 50,336 bytes
  [8192, 512 + 8 + 1],
])('built for %i CPUs an srcu_struct holds %i nodes of 96 bytes', (cpus, nodes) => {
  expect(srcuStructBytes(cpus)).toBe(nodes * 96 + 320);
});
