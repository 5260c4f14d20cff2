import { type GfpComposite, gfpComposites } from './gfp.ts';
import { type KernelRelease, parseRelease } from './release.ts';
import { atLeast } from './version.ts';

/**
 * The bits of include/linux/gfp.h, eldest layout first. Kernels before 4.6 print the mask without names, and no two of
 * these layouts agree on where GFP_KERNEL lies.
 */
interface Layout {
  /** the first release that has it */
  since: readonly [major: number, minor: number];
  bits: readonly (readonly [mask: number, name: string])[];
}

const zoneBits = [
  [0x01, '__GFP_DMA'],
  [0x02, '__GFP_HIGHMEM'],
  [0x04, '__GFP_DMA32'],
  [0x08, '__GFP_MOVABLE'],
] as const;
const commonBits = [
  [0x20, '__GFP_HIGH'],
  [0x40, '__GFP_IO'],
  [0x80, '__GFP_FS'],
] as const;
const upTo50 = [
  [0x200, '__GFP_NOWARN'],
  [0x800, '__GFP_NOFAIL'],
  [0x1000, '__GFP_NORETRY'],
  [0x2000, '__GFP_MEMALLOC'],
  [0x4000, '__GFP_COMP'],
  [0x8000, '__GFP_ZERO'],
  [0x10000, '__GFP_NOMEMALLOC'],
  [0x20000, '__GFP_HARDWALL'],
  [0x40000, '__GFP_THISNODE'],
] as const;
const from44 = [
  [0x10, '__GFP_RECLAIMABLE'],
  ...commonBits,
  ...upTo50,
  [0x80000, '__GFP_ATOMIC'],
  [0x100000, '__GFP_ACCOUNT'],
] as const;

const oldest: Layout = {
  since: [3, 0],
  bits: [
    ...zoneBits,
    [0x10, '__GFP_WAIT'],
    ...commonBits,
    [0x100, '__GFP_COLD'],
    ...upTo50,
    [0x400, '__GFP_REPEAT'],
    [0x80000, '__GFP_RECLAIMABLE'],
    [0x100000, '__GFP_KMEMCG'],
    [0x200000, '__GFP_NOTRACK'],
    [0x400000, '__GFP_NO_KSWAPD'],
    [0x800000, '__GFP_OTHER_NODE'],
    [0x1000000, '__GFP_WRITE'],
  ],
};

const newest: Layout = {
  since: [5, 3],
  bits: [
    ...zoneBits,
    [0x10, '__GFP_RECLAIMABLE'],
    ...commonBits,
    [0x100, '__GFP_ZERO'],
    [0x200, '__GFP_ATOMIC'],
    [0x400, '__GFP_DIRECT_RECLAIM'],
    [0x800, '__GFP_KSWAPD_RECLAIM'],
    [0x1000, '__GFP_WRITE'],
    [0x2000, '__GFP_NOWARN'],
    [0x4000, '__GFP_RETRY_MAYFAIL'],
    [0x8000, '__GFP_NOFAIL'],
    [0x10000, '__GFP_NORETRY'],
    [0x20000, '__GFP_MEMALLOC'],
    [0x40000, '__GFP_COMP'],
    [0x80000, '__GFP_NOMEMALLOC'],
    [0x100000, '__GFP_HARDWALL'],
    [0x200000, '__GFP_THISNODE'],
    [0x400000, '__GFP_ACCOUNT'],
    [0x800000, '__GFP_ZEROTAGS'],
  ],
};

const from44To49: Layout = {
  since: [4, 4],
  bits: [
    ...zoneBits,
    ...from44,
    [0x100, '__GFP_COLD'],
    [0x400, '__GFP_REPEAT'],
    [0x200000, '__GFP_NOTRACK'],
    [0x400000, '__GFP_DIRECT_RECLAIM'],
    [0x800000, '__GFP_OTHER_NODE'],
    [0x1000000, '__GFP_WRITE'],
    [0x2000000, '__GFP_KSWAPD_RECLAIM'],
  ],
};

const from410To417: Layout = {
  since: [4, 10],
  bits: [
    ...zoneBits,
    ...from44,
    [0x100, '__GFP_COLD'],
    [0x400, '__GFP_RETRY_MAYFAIL'],
    [0x200000, '__GFP_NOTRACK'],
    [0x400000, '__GFP_DIRECT_RECLAIM'],
    [0x800000, '__GFP_WRITE'],
    [0x1000000, '__GFP_KSWAPD_RECLAIM'],
  ],
};

const from418To52: Layout = {
  since: [4, 18],
  bits: [
    ...zoneBits,
    ...from44,
    [0x100, '__GFP_WRITE'],
    [0x400, '__GFP_RETRY_MAYFAIL'],
    [0x200000, '__GFP_DIRECT_RECLAIM'],
    [0x400000, '__GFP_KSWAPD_RECLAIM'],
  ],
};

const layouts: readonly Layout[] = [oldest, from44To49, from410To417, from418To52, newest];

/** The composites that %pGg prints, in the order that it tries them (include/trace/events/mmflags.h). */
const printedComposites: readonly GfpComposite[] = [
  'GFP_HIGHUSER_MOVABLE',
  'GFP_HIGHUSER',
  'GFP_USER',
  'GFP_KERNEL_ACCOUNT',
  'GFP_KERNEL',
  'GFP_NOFS',
  'GFP_ATOMIC',
  'GFP_NOIO',
  'GFP_NOWAIT',
];

/** The bits of a composite by layout: the oldest has one bit for reclaim, and none to wake kswapd, which it always does. */
function bitsOf(name: GfpComposite, layout: Layout): string[] {
  return gfpComposites[name].flatMap((flag): string[] => {
    if (layout !== oldest)
      return flag === '__GFP_RECLAIM' ? ['__GFP_DIRECT_RECLAIM', '__GFP_KSWAPD_RECLAIM'] : [flag];
    if (flag === '__GFP_KSWAPD_RECLAIM') return [];
    return [flag === '__GFP_RECLAIM' ? '__GFP_WAIT' : flag];
  });
}

/**
 * Names a GFP mask by the layout of its kernel: composites first, then the flags that are left, then what no flag of
 * that kernel explains, in hex.
 * @param kernel null where the release is not known: the bits for reclaim tell its age
 */
export function decodeGfpMask(mask: number, kernel: KernelRelease | null): string[] {
  const layout = kernel ? layoutOf(kernel) : likeliestLayout(mask);
  const left = new Set(layout.bits.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name));
  const names: string[] = [];
  const composite = printedComposites.find((name) => {
    const bits = bitsOf(name, layout);
    return bits.length > 0 && bits.every((bit) => left.has(bit));
  });
  if (composite) {
    names.push(composite);
    for (const bit of bitsOf(composite, layout)) left.delete(bit);
    // A part of GFP_ATOMIC up to 6.2.
    if (composite === 'GFP_ATOMIC') left.delete('__GFP_ATOMIC');
  }
  names.push(...left);
  const unknown = layout.bits.reduce((rest, [bit]) => rest & ~bit, mask);
  if (unknown !== 0) names.push(`0x${(unknown >>> 0).toString(16)}`);
  return names;
}

/**
 * A kernel of the age that a mask without names tells, where nothing else does: the rules changed in 4.4.
 * @returns the last release that printed such a mask; null for a current one
 */
export function kernelOfMask(mask: number): KernelRelease | null {
  const layout = likeliestLayout(mask);
  if (layout === newest) return null;
  const last = new Map([
    [oldest, '4.3'],
    [from44To49, '4.5'],
    [from410To417, '4.17'],
    [from418To52, '5.2'],
  ]);
  return parseRelease(last.get(layout) ?? '4.3');
}

function layoutOf(kernel: KernelRelease): Layout {
  return layouts.findLast(({ since }) => atLeast(kernel, since[0], since[1])) ?? oldest;
}

/**
 * By the bits for reclaim, which every layout has elsewhere: those of a caller that may wait, and those that wake kswapd.
 * No caller before 4.4 asks for NOFAIL or REPEAT (0x800, 0x400) without WAIT (0x10).
 */
function likeliestLayout(mask: number): Layout {
  const has = (bits: number): boolean => (mask & bits) === bits;
  if (has(0x2000000)) return from44To49;
  if ((mask & 0xc00) !== 0 && !has(0x10)) return newest;
  if (has(0x1400000)) return from410To417;
  if (has(0x600000) && !has(0x10)) return from418To52;
  return oldest;
}
