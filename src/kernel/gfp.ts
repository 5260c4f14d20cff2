import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import type { HighestZone } from './zones.ts';

/** What the composite names of include/linux/gfp_types.h stand for, spelled out in single `__GFP_*` flags. */
// prettier-ignore
export const gfpComposites = {
  GFP_KERNEL:           ['__GFP_RECLAIM', '__GFP_IO', '__GFP_FS'],
  GFP_KERNEL_ACCOUNT:   ['__GFP_RECLAIM', '__GFP_IO', '__GFP_FS', '__GFP_ACCOUNT'],
  GFP_ATOMIC:           ['__GFP_HIGH', '__GFP_KSWAPD_RECLAIM'],
  // Newer kernels add __GFP_NOWARN, which changes no answer.
  GFP_NOWAIT:           ['__GFP_KSWAPD_RECLAIM'],
  GFP_NOIO:             ['__GFP_RECLAIM'],
  GFP_NOFS:             ['__GFP_RECLAIM', '__GFP_IO'],
  GFP_USER:             ['__GFP_RECLAIM', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL'],
  GFP_DMA:              ['__GFP_DMA'],
  GFP_DMA32:            ['__GFP_DMA32'],
  GFP_HIGHUSER:         ['__GFP_RECLAIM', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM'],
  GFP_HIGHUSER_MOVABLE: ['__GFP_RECLAIM', '__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM', '__GFP_MOVABLE'],
  GFP_TRANSHUGE_LIGHT:  ['__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM', '__GFP_MOVABLE', '__GFP_COMP', '__GFP_NOMEMALLOC', '__GFP_NOWARN'],
  GFP_TRANSHUGE:        ['__GFP_IO', '__GFP_FS', '__GFP_HARDWALL', '__GFP_HIGHMEM', '__GFP_MOVABLE', '__GFP_COMP', '__GFP_NOMEMALLOC', '__GFP_NOWARN', '__GFP_DIRECT_RECLAIM'],
} as const satisfies Record<string, readonly string[]>;

export type GfpComposite = keyof typeof gfpComposites;

const singles = [
  '__GFP_DMA',
  '__GFP_HIGHMEM',
  '__GFP_DMA32',
  '__GFP_MOVABLE',
  '__GFP_RECLAIMABLE',
  '__GFP_HIGH',
  '__GFP_ATOMIC',
  '__GFP_IO',
  '__GFP_FS',
  '__GFP_WAIT',
  '__GFP_ZERO',
  '__GFP_DIRECT_RECLAIM',
  '__GFP_KSWAPD_RECLAIM',
  '__GFP_RECLAIM',
  '__GFP_WRITE',
  '__GFP_NOWARN',
  '__GFP_REPEAT',
  '__GFP_RETRY_MAYFAIL',
  '__GFP_NOFAIL',
  '__GFP_NORETRY',
  '__GFP_MEMALLOC',
  '__GFP_COMP',
  '__GFP_NOMEMALLOC',
  '__GFP_HARDWALL',
  '__GFP_THISNODE',
  '__GFP_ACCOUNT',
  '__GFP_COLD',
  '__GFP_NOTRACK',
  '__GFP_ZEROTAGS',
  '__GFP_SKIP_ZERO',
  '__GFP_SKIP_KASAN',
  '__GFP_NOLOCKDEP',
  '__GFP_NO_OBJ_EXT',
  '__GFP_OTHER_NODE',
  '__GFP_NO_KSWAPD',
] as const;

/** Every name that `--gfp` takes. */
export const knownGfpNames: readonly string[] = [...Object.keys(gfpComposites), ...singles];

/** What the allocator makes of a set of GFP flags. */
export interface GfpTraits {
  highestZone: HighestZone;
  /** may reclaim and compact itself: has __GFP_DIRECT_RECLAIM */
  mayBlock: boolean;
  mayIo: boolean;
  mayFs: boolean;
  /** may dip into the reserves below min: __GFP_HIGH */
  high: boolean;
  /** __GFP_HIGH without blocking: GFP_ATOMIC */
  atomic: boolean;
  /** cannot block and is not __GFP_NOMEMALLOC: ALLOC_HARDER, since 6.3 ALLOC_NON_BLOCK */
  harder: boolean;
  movable: boolean;
  noRetry: boolean;
  retryMayFail: boolean;
  noFail: boolean;
  memalloc: boolean;
  accounted: boolean;
  thisNode: boolean;
  /** keeps to the caller's cpuset on the slow path, too */
  hardwall: boolean;
}

/**
 * Splits `GFP_KERNEL|__GFP_NORETRY` into names, checking each.
 * @throws UsageError that names `option` and lists the known names
 */
export function parseGfp(text: string, option = '--gfp'): string[] {
  const names = text.split('|').map((name) => name.trim());
  for (const name of names) {
    if (!knownGfpNames.includes(name)) {
      throw new UsageError(
        `${option}: unknown flag ${quote(name)}: expected names joined by '|' out of ${knownGfpNames.join(' ')}`,
      );
    }
  }
  return names;
}

/** Spells composites out in single flags; a name that is not known stays as it is. */
export function expandGfp(names: readonly string[]): Set<string> {
  const flags = new Set<string>();
  for (const name of names) {
    for (const flag of isComposite(name) ? gfpComposites[name] : [name]) flags.add(flag);
  }
  if (flags.has('__GFP_RECLAIM') || flags.has('__GFP_WAIT')) {
    flags.add('__GFP_DIRECT_RECLAIM').add('__GFP_KSWAPD_RECLAIM');
  }
  return flags;
}

function isComposite(name: string): name is GfpComposite {
  return Object.hasOwn(gfpComposites, name);
}

/** Reads the traits off a set of flags (include/linux/gfp.h gfp_zone, mm/page_alloc.c gfp_to_alloc_flags). */
export function gfpTraits(names: readonly string[]): GfpTraits {
  const flags = expandGfp(names);
  const mayBlock = flags.has('__GFP_DIRECT_RECLAIM');
  const high = flags.has('__GFP_HIGH');
  return {
    highestZone: highestZone(flags),
    mayBlock,
    mayIo: flags.has('__GFP_IO'),
    mayFs: flags.has('__GFP_FS'),
    high,
    atomic: high && !mayBlock,
    harder: !mayBlock && !flags.has('__GFP_NOMEMALLOC'),
    movable: flags.has('__GFP_MOVABLE'),
    noRetry: flags.has('__GFP_NORETRY'),
    retryMayFail: flags.has('__GFP_RETRY_MAYFAIL') || flags.has('__GFP_REPEAT'),
    noFail: flags.has('__GFP_NOFAIL'),
    memalloc: flags.has('__GFP_MEMALLOC') && !flags.has('__GFP_NOMEMALLOC'),
    accounted: flags.has('__GFP_ACCOUNT'),
    thisNode: flags.has('__GFP_THISNODE'),
    hardwall: flags.has('__GFP_HARDWALL'),
  };
}

function highestZone(flags: ReadonlySet<string>): HighestZone {
  if (flags.has('__GFP_DMA')) return 'DMA';
  if (flags.has('__GFP_DMA32')) return 'DMA32';
  if (flags.has('__GFP_HIGHMEM')) return flags.has('__GFP_MOVABLE') ? 'Movable' : 'HighMem';
  return 'Normal';
}
