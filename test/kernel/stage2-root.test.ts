import { expect, it } from '@jest/globals';
import { stage2RootBytes } from '../../src/kernel/stage2-root.ts';

/** page size in KiB, bits of guest addresses, tables of a page at the root */
it.each([
  // traced: order 1 with pages of 4 KiB, order 4 with 16 KiB
  [4, 40, 2],
  [16, 40, 16],
  [64, 40, 1],
  // three levels of 4 KiB reach 39 bits, and 43 with sixteen tables; 44 take a fourth level
  [4, 39, 1],
  [4, 41, 4],
  [4, 42, 8],
  [4, 43, 16],
  [4, 44, 1],
  [4, 48, 1],
  // two levels of 16 KiB reach 36 bits
  [16, 36, 1],
  [16, 37, 2],
  [16, 41, 1],
  [16, 47, 1],
  [16, 48, 2],
  [64, 42, 1],
  [64, 43, 2],
  [64, 46, 16],
  [64, 47, 1],
  // never fewer than two levels
  [4, 32, 4],
  [64, 32, 1],
])('pages of %i KiB, %i bits: %i tables', (kibibytes, ipaBits, tables) => {
  expect(stage2RootBytes(kibibytes * 1024, ipaBits)).toBe(tables * kibibytes * 1024);
});
