import { describe, expect, it } from '@jest/globals';
import { datagramBytes, maxPipeBytes, pipeBytes } from '../../../src/guard/trial/sizes.ts';

describe('what a trial allocates', () => {
  it.each([
    ['the smallest', 2, 4096, 15_360],
    ['the largest without privilege before 6.18: 2 x net.core.wmem_max is 425,984', 7, 4096, 332_800],
    ['the next needs more', 8, 4096, 594_944],
    ['the largest block of x86', 10, 4096, 2_167_808],
    ['16 KiB pages', 3, 16_384, 345_088],
  ])('as a datagram: %s', (_, order, pageSize, bytes) => {
    expect(datagramBytes(order, pageSize)).toBe(bytes);
  });

  it.each([
    ['the default fs.pipe-max-size', 2, 4096, 1 << 20],
    ['half a gigabyte to hold the largest block', 10, 4096, 1 << 28],
    ['16 KiB pages', 2, 16_384, 1 << 24],
  ])('as a pipe: %s', (_, order, pageSize, bytes) => {
    expect(pipeBytes(order, pageSize, 8)).toBe(bytes);
  });

  it('asks for more than half a block and no more than one, of every page size', () => {
    for (const pageSize of [4096, 16_384, 65_536]) {
      for (let order = 2; order <= 10; order++) {
        const block = pageSize * 2 ** order;
        const half = block / 2;
        const head = datagramBytes(order, pageSize) - (order === 2 ? 0 : 17 * pageSize) + 320;
        const rings = ([4, 8] as const).map(
          (pointer) => (pipeBytes(order, pageSize, pointer) / pageSize) * (pointer === 8 ? 40 : 24),
        );
        for (const bytes of [head, ...rings]) {
          expect(bytes).toBeGreaterThan(half);
          expect(bytes).toBeLessThanOrEqual(block);
        }
      }
    }
  });

  it('is a pipe that fcntl takes up to the largest block of x86', () => {
    expect(pipeBytes(10, 4096, 8)).toBeLessThanOrEqual(maxPipeBytes);
    expect(pipeBytes(13, 65_536, 8)).toBeGreaterThan(maxPipeBytes);
  });
});
