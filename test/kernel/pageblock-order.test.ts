import { expect, it } from '@jest/globals';
import { minPageblockOrder } from '../../src/kernel/pageblock-order.ts';
import { parseVersion } from '../../src/kernel/version.ts';

it.each([
  // 2 MiB in pages of 4 KiB
  ['6.12.117+deb13-amd64', 9],
  ['6.12.0-55.el10.x86_64', 9],
  ['6.12.117+deb13-arm64', 9],
  ['6.12.0-55.el10.aarch64', 9],
  ['6.12.0-55.el10.aarch64+64k', 9],
  ['6.12.117+deb13-686-pae', 9],
  // 1 MiB in pages of 4 KiB: booted
  ['6.12.117+deb13-s390x', 8],
  ['6.12.0-55.el10.s390x', 8],
  // 2 MiB in pages of 64 KiB: booted
  ['6.12.0-55.el10.ppc64le', 5],
  ['6.12.117+deb13-powerpc64le', 5],
  ['6.12.117+deb13-powerpc64le-64k', 5],
  // no architecture, or one whose huge pages may be small
  ['6.8.0-45-generic', 4],
  ['6.12.9', 4],
  ['6.12.117+deb13-sh7785lcr', 4],
  ['6.12.0-custom-amd64x', 4],
  // the last without CONFIG_PAGE_BLOCK_MAX_ORDER, and the first with it
  ['6.15.11-x86_64', 9],
  ['6.16.3+deb14-amd64', 1],
])('a pageblock of %s is of order %i or more', (release, order) => {
  expect(minPageblockOrder(parseVersion(release))).toBe(order);
});

it('may be of any order on a kernel that is not known', () => {
  expect(minPageblockOrder(null)).toBe(1);
});
