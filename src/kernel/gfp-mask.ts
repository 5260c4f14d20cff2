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

const zones = [
  [0x01, '__GFP_DMA'],
  [0x02, '__GFP_HIGHMEM'],
  [0x04, '__GFP_DMA32'],
  [0x08, '__GFP_MOVABLE'],
] as const;
const common = [
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
  ...common,
  ...upTo50,
  [0x80000, '__GFP_ATOMIC'],
  [0x100000, '__GFP_ACCOUNT'],
] as const;

const oldest: Layout = {
  since: [3, 0],
  bits: [
    ...zones,
    [0x10, '__GFP_WAIT'],
    ...common,
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
    ...zones,
    [0x10, '__GFP_RECLAIMABLE'],
    ...common,
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
    ...zones,
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

const layouts: readonly Layout[] = [
  oldest,
  from44To49,
  {
    since: [4, 10],
    bits: [
      ...zones,
      ...from44,
      [0x100, '__GFP_COLD'],
      [0x400, '__GFP_RETRY_MAYFAIL'],
      [0x200000, '__GFP_NOTRACK'],
      [0x400000, '__GFP_DIRECT_RECLAIM'],
      [0x800000, '__GFP_WRITE'],
      [0x1000000, '__GFP_KSWAPD_RECLAIM'],
    ],
  },
  {
    since: [4, 18],
    bits: [
      ...zones,
      ...from44,
      [0x100, '__GFP_WRITE'],
      [0x400, '__GFP_RETRY_MAYFAIL'],
      [0x200000, '__GFP_DIRECT_RECLAIM'],
      [0x400000, '__GFP_KSWAPD_RECLAIM'],
    ],
  },
  newest,
];

/** Composites as %pGg names them, widest first. */
const composites: readonly (readonly [name: string, parts: readonly string[]])[] = [
  [
    'GFP_HIGHUSER_MOVABLE',
    ['reclaim', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM', '__GFP_MOVABLE'],
  ],
  ['GFP_HIGHUSER', ['reclaim', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM']],
  ['GFP_USER', ['reclaim', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL']],
  ['GFP_KERNEL_ACCOUNT', ['reclaim', '__GFP_IO', '__GFP_FS', '__GFP_ACCOUNT']],
  ['GFP_KERNEL', ['reclaim', '__GFP_IO', '__GFP_FS']],
  ['GFP_NOFS', ['reclaim', '__GFP_IO']],
  ['GFP_ATOMIC', ['atomic']],
  ['GFP_NOIO', ['reclaim']],
  ['GFP_NOWAIT', ['wake']],
];

/** What `reclaim`, `atomic` and `wake` are made of, by layout. */
function partsOf(part: string, layout: Layout): string[] {
  const old = layout === oldest;
  if (part === 'reclaim') return old ? ['__GFP_WAIT'] : ['__GFP_DIRECT_RECLAIM', '__GFP_KSWAPD_RECLAIM'];
  if (part === 'atomic') return old ? ['__GFP_HIGH'] : ['__GFP_HIGH', '__GFP_KSWAPD_RECLAIM'];
  if (part === 'wake') return old ? ['none'] : ['__GFP_KSWAPD_RECLAIM'];
  return [part];
}

/**
 * Names a GFP mask by the layout of its kernel: composites first, then the flags that are left, then what no flag of
 * that kernel explains, in hex.
 * @param kernel null where the release is not known; it is then one that prints no names
 */
export function decodeGfpMask(mask: number, kernel: KernelRelease | null): string[] {
  const layout = kernel ? layoutOf(kernel) : likeliestLayout(mask);
  const left = new Set(layout.bits.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name));
  const names: string[] = [];
  for (const [name, parts] of composites) {
    const flags = parts.flatMap((part) => partsOf(part, layout));
    if (!flags.every((flag) => left.has(flag))) continue;
    names.push(name);
    for (const flag of flags) left.delete(flag);
    if (name === 'GFP_ATOMIC') left.delete('__GFP_ATOMIC');
    break;
  }
  names.push(...left);
  const unknown = layout.bits.reduce((rest, [bit]) => rest & ~bit, mask);
  if (unknown !== 0) names.push(`0x${(unknown >>> 0).toString(16)}`);
  return names;
}

/**
 * A kernel of the age that a mask without names tells, where nothing else does: the rules changed in 4.4.
 * @returns the last release that printed such a mask
 */
export function kernelOfMask(mask: number): KernelRelease | null {
  return parseRelease(likeliestLayout(mask) === oldest ? '4.3' : '4.5');
}

function layoutOf(kernel: KernelRelease): Layout {
  return layouts.findLast(({ since }) => atLeast(kernel, since[0], since[1])) ?? oldest;
}

/** Since 4.6 the kernel prints names beside the mask: a mask alone is older, and 4.4's wakes kswapd by this bit. */
function likeliestLayout(mask: number): Layout {
  return (mask & 0x2000000) === 0 ? oldest : from44To49;
}
