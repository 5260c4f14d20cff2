import { describe, expect, it } from '@jest/globals';
import { veth } from '../../../src/request/workloads/veth.ts';
import { on } from './readings-stub.ts';

/** possible CPUs, bytes at 832 a queue, order that kcalloc needs for them */
const orders: [number, number, number][] = [
  [1, 832, 0],
  [4, 3328, 0],
  [5, 4160, 1],
  [9, 7488, 1],
  [10, 8320, 2],
  [19, 15_808, 2],
  [20, 16_640, 3],
  [39, 32_448, 3],
  [40, 33_280, 4],
  [64, 53_248, 4],
  [78, 64_896, 4],
  [79, 65_728, 5],
  [128, 106_496, 5],
  [157, 130_624, 5],
  [158, 131_456, 6],
  [315, 262_080, 6],
  [316, 262_912, 7],
  [4096, 3_407_872, 10],
  [8192, 3_407_872, 10],
];

describe('veth', () => {
  it.each(orders)('for %i possible CPUs asks for %i bytes, order %i', (cpus, bytes, order) => {
    const [need] = veth.needs(on('5.15.0-91-generic', { cpus }));
    expect(need?.request).toMatchObject({
      workload: 'veth',
      bytes,
      order,
      pages: 2 ** order,
      path: 'contiguous',
    });
    expect(need?.count).toBe(2);
  });

  it.each([
    ['5.14.21', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 0],
    ['4.15.0-58-generic', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 0],
    ['5.15.0-91-generic', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['5.15.0-1053-azure', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['5.14.0-427.13.1.el9_4.x86_64', 'contiguous', 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO', 4],
    ['6.1.0-17-arm64', 'contiguous', 'GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO', 4],
    ['6.5.0-15-generic', 'contiguous', 'GFP_KERNEL_ACCOUNT|__GFP_COMP|__GFP_ZERO', 4],
    ['5.15.0-111-generic', 'vmalloc', 'GFP_KERNEL_ACCOUNT|__GFP_RETRY_MAYFAIL|__GFP_ZERO', 4],
    ['6.8.0', 'vmalloc', 'GFP_KERNEL_ACCOUNT|__GFP_RETRY_MAYFAIL|__GFP_ZERO', 4],
  ])('on %s with 64 CPUs: %s, %s, order %i', (release, path, gfp, order) => {
    const [need] = veth.needs(on(release, {}, { possible: 64 }));
    expect(need?.request).toMatchObject({ path, order });
    expect(need?.request.gfp.join('|')).toBe(gfp);
  });

  it('says which build mends it, and takes the option over what is read', () => {
    const [need] = veth.needs(on('5.15.0-91-generic', { cpus: 112 }, { possible: 8 }));
    expect(need?.fault).toMatchObject({ state: 'affected', fixedIn: '5.15.0-111', confidence: 'verified' });
    expect(need?.request.bytes).toBe(112 * 832);
  });

  it.each([
    [{ possible: 20, online: 8 }, 20, 0],
    [{ online: 8 }, 8, 1],
    [{}, 4, 1],
  ])('with %j counts %i CPUs and says what it assumed', (told, cpus, assumptions) => {
    const [need] = veth.needs(on('6.1.0-17-arm64', {}, told));
    expect(need?.request.bytes).toBe(cpus * 832);
    expect(need?.request.notes.filter((note) => note.includes('assumed'))).toHaveLength(assumptions);
  });

  it('says what is not verified', () => {
    const [certain] = veth.needs(on('5.15.0-91-generic', { cpus: 64 }));
    const [guess] = veth.needs(on('5.15.0-1053-azure', { cpus: 64 }));
    expect([certain?.confidence, guess?.confidence]).toEqual(['verified', 'unverified']);
    expect(guess?.request.notes.join(' ')).toContain('unverified');
    expect(certain?.request.notes.join(' ')).not.toContain('unverified');
  });
});
