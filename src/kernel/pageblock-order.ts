import { type KernelVersion, atLeast } from './version.ts';

/**
 * The order of the huge page that a pageblock is made of (include/linux/pageblock-flags.h), the smallest that the
 * architecture's page sizes allow: 2 MiB in pages of 4 KiB, 1 MiB on s390x, 2 MiB in pages of 64 KiB on ppc64le.
 */
const minOrderOf: readonly (readonly [architecture: RegExp, order: number])[] = [
  [/(?:x86_64|amd64|[3-6]86|aarch64|arm64|riscv64)(?![a-z0-9])/, 9],
  [/s390x(?![a-z0-9])/, 8],
  [/(?:ppc64le|ppc64el|powerpc64le)(?![a-z0-9])/, 5],
];

/** The 64 KiB pages of SuperH, in pages of 4 KiB. */
const minOrderOfAny = 4;

/**
 * The smallest order that a pageblock may have, where /proc/pagetypeinfo was not read: by the architecture that the
 * release string names; from 6.16 on CONFIG_PAGE_BLOCK_MAX_ORDER may be anything from 1 up.
 * @param kernel null where the release is not known: it may then be any current one
 */
export function minPageblockOrder(kernel: KernelVersion | null): number {
  if (kernel === null || atLeast(kernel, 6, 16)) return 1;
  return minOrderOf.find(([architecture]) => architecture.test(kernel.release))?.[1] ?? minOrderOfAny;
}
