// mm/page_alloc.c of several generations, transliterated: what the code under test is held against.
import { type MachineText, type ZoneText, blocksOf, freeOf } from './machine-text.ts';

/** What a request is, in the kernel's own terms. */
export interface Asked {
  /** major and minor version */
  version: readonly [number, number];
  flags: ReadonlySet<string>;
  order: number;
  /** zones that the flags reach, and the index of the highest */
  zones: readonly string[];
  classIndex: number;
}

interface AllocFlags {
  high: boolean;
  harder: boolean;
  highatomic: boolean;
  nonBlock: boolean;
  cma: boolean;
  noWatermarks: boolean;
}

function since([major, minor]: Asked['version'], a: number, b: number): boolean {
  return major > a || (major === a && minor >= b);
}

/** gfp_to_alloc_flags(), and __gfp_pfmemalloc_flags() */
function allocFlags({ version, flags, order }: Asked): AllocFlags {
  const high = flags.has('__GFP_HIGH');
  const wait = flags.has('__GFP_DIRECT_RECLAIM');
  const noMemalloc = flags.has('__GFP_NOMEMALLOC');
  const cma = flags.has('__GFP_MOVABLE');
  const noWatermarks = flags.has('__GFP_MEMALLOC') && !noMemalloc;
  if (since(version, 6, 3)) {
    const nonBlock = !wait && !noMemalloc;
    return { high, harder: false, highatomic: nonBlock && high && order > 0, nonBlock, cma, noWatermarks };
  }
  // From 4.4 on __GFP_ATOMIC, which GFP_ATOMIC alone has; before, whoever could not wait.
  const harder = !wait && !noMemalloc && (high || !since(version, 4, 4));
  return { high, harder, highatomic: harder && order > 0, nonBlock: false, cma, noWatermarks };
}

const sum = (list: readonly number[] = [], from = 0): number =>
  list.reduce((pages, n, order) => pages + (order < from ? 0 : n * 2 ** order), 0);

/** __zone_watermark_ok() at the min watermark */
function watermarkOk(machine: MachineText, zone: ZoneText, asked: Asked, flags: AllocFlags): boolean {
  const { version, order, classIndex } = asked;
  let free = freeOf(machine, zone);
  let min = zone.min ?? 0;
  const reserve = zone.reserve?.[classIndex] ?? 0;
  free -= 2 ** order - 1;
  if (flags.high) min -= Math.floor(min / 2);
  if (flags.harder || (flags.nonBlock && flags.high)) min -= Math.floor(min / 4);
  if (!flags.cma) free -= zone.cma ?? 0;
  if (!since(version, 4, 4)) {
    if (free <= min + reserve) return false;
    for (let o = 0; o < order; o++) {
      free -= (blocksOf(machine, zone)[o] ?? 0) * 2 ** o;
      min = Math.floor(min / 2);
      if (free <= min) return false;
    }
    return true;
  }
  const reserves = flags.harder || flags.nonBlock || (since(version, 6, 3) && flags.high);
  // zone_watermark_fast() looks at CMA alone from 4.7 to 5.8.
  const fast = order === 0 && since(version, 4, 7) && !since(version, 5, 9);
  if (!reserves && !fast) {
    free -= since(version, 6, 12)
      ? sum(zone.types?.HighAtomic)
      : (zone.pageblocks?.HighAtomic ?? 0) * 2 ** (machine.pageblockOrder ?? 9);
  }
  return free > min + reserve;
}

/** __rmqueue() and rmqueue_buddy(): whether a list that the request may use holds a block */
function blockFound(zone: ZoneText, { version, order }: Asked, flags: AllocFlags): boolean {
  const lists = [zone.types?.Unmovable, zone.types?.Movable, zone.types?.Reclaimable];
  if (!since(version, 4, 4)) lists.push(zone.types?.Reserve);
  if (flags.cma) lists.push(zone.types?.CMA);
  if (flags.highatomic) lists.push(zone.types?.HighAtomic);
  if (order === 0 && flags.nonBlock && since(version, 6, 12)) lists.push(zone.types?.HighAtomic);
  return lists.some((list) => sum(list, order) > 0);
}

/** get_page_from_freelist() in the slow path's first passes: whether the request is served before any reclaim. */
export function servedFromFree(machine: MachineText, asked: Asked): boolean {
  const flags = allocFlags(asked);
  const reached = machine.zones.filter((zone) => !zone.unpopulated && asked.zones.includes(zone.zone));
  const pass = (these: AllocFlags): boolean =>
    reached.some(
      (zone) =>
        blockFound(zone, asked, these) && (these.noWatermarks || watermarkOk(machine, zone, asked, these)),
    );
  if (pass({ ...flags, noWatermarks: false })) return true;
  // ALLOC_NO_WATERMARKS takes the place of the flags before, the key to HighAtomic among them.
  return flags.noWatermarks && pass({ ...flags, highatomic: false, nonBlock: false });
}
