import { describe, expect, it } from '@jest/globals';
import { decodeGfpMask, kernelOfMask } from '../../src/kernel/gfp-mask.ts';
import { parseRelease } from '../../src/kernel/release.ts';

describe('a GFP mask by the age of its kernel', () => {
  it.each([
    ['3.10.0-1160.el7.x86_64', 0xd0, 'GFP_KERNEL'],
    ['3.10.0-1160.el7.x86_64', 0x10d0, 'GFP_KERNEL|__GFP_NORETRY'],
    ['3.10.0-1160.el7.x86_64', 0x20, 'GFP_ATOMIC'],
    ['3.10.0-1160.el7.x86_64', 0x200da, 'GFP_HIGHUSER_MOVABLE'],
    ['4.3.6', 0xd0, 'GFP_KERNEL'],
    ['4.4.302', 0x24000c0, 'GFP_KERNEL'],
    ['4.4.302', 0x24010c0, 'GFP_KERNEL|__GFP_NORETRY'],
    ['4.9.0', 0x2080020, 'GFP_ATOMIC'],
    ['4.9.0', 0x25000c0, 'GFP_KERNEL_ACCOUNT'],
    ['4.15.0-1044-aws', 0x14010c0, 'GFP_KERNEL|__GFP_NORETRY'],
    ['4.15.0-1044-aws', 0x1080020, 'GFP_ATOMIC'],
    ['4.18.0-348.el8.x86_64', 0x6000c0, 'GFP_KERNEL'],
    ['4.19.0', 0x60c0c0, 'GFP_KERNEL|__GFP_COMP|__GFP_ZERO'],
    ['4.19.0', 0x480020, 'GFP_ATOMIC'],
    ['5.4.0', 0xcc0, 'GFP_KERNEL'],
    ['5.15.0', 0x40dc0, 'GFP_KERNEL|__GFP_ZERO|__GFP_COMP'],
    ['6.1.0', 0x440dc0, 'GFP_KERNEL_ACCOUNT|__GFP_ZERO|__GFP_COMP'],
    ['5.10.0', 0xa20, 'GFP_ATOMIC'],
    ['6.12.0', 0x820, 'GFP_ATOMIC'],
    ['6.12.0', 0x40c00, 'GFP_NOIO|__GFP_COMP'],
    ['6.12.0', 0x100cca, 'GFP_HIGHUSER_MOVABLE'],
    ['6.12.0', 0x80000000, '0x80000000'],
  ])('%s: %p is %s', (release, mask, names) => {
    expect(decodeGfpMask(mask, parseRelease(release)).join('|')).toBe(names);
  });

  it('takes a mask without names and kernel for one of before 4.6, which printed none', () => {
    expect(decodeGfpMask(0x10c0d0, null)[0]).toBe('GFP_KERNEL');
    expect(decodeGfpMask(0x24040c0, null)[0]).toBe('GFP_KERNEL');
    expect(kernelOfMask(0x10c0d0)).toMatchObject({ major: 4, minor: 3 });
    expect(kernelOfMask(0x2200000)).toMatchObject({ major: 4, minor: 5 });
  });
});
