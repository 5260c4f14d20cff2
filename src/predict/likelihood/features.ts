import { type KernelVersion, atLeast } from '../../kernel/version.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import type { ZoneinfoZone } from '../../machine/proc/zoneinfo.ts';
import type { GfpTraits } from '../../kernel/gfp.ts';
import { pagesInBlocks } from '../free-lists.ts';
import type { ZoneState, Zonelist } from '../zonelist.ts';

/** What the slow path starts from, in numbers that a model can weigh; null where a text that it needs was not read. */
export type SlowPathFeatures = Record<FeatureName, number | null>;

/**
 * Each feature, which way it may move the answer, and what it says. The signs are laws, not findings: more free memory
 * must never make an answer worse, nor a larger order make it better. Logarithms are to base 2 of the amount plus one.
 */
export const features = {
  noRetry: { sign: -1, meaning: '__GFP_NORETRY: one reclaim, and compaction only of its own pageblocks' },
  order: { sign: -1, meaning: 'the order that is asked for' },
  nearBlocks: {
    sign: 1,
    meaning: 'free pages in blocks of half the size or more, as log2 of blocks of the order',
  },
  closeBlocks: { sign: 1, meaning: 'free pages in blocks of an eighth of the size or more, likewise' },
  movableFree: { sign: 1, meaning: 'free pages on Movable lists, as log2 of blocks of the order' },
  free: { sign: 1, meaning: 'free pages, as log2 of blocks of the order' },
  fileShare: { sign: 1, meaning: 'page cache, as a share of the zones' },
  file: { sign: 1, meaning: 'page cache, as log2 of blocks of the order' },
  headroom: { sign: 1, meaning: 'free pages above the low mark and reserve, as log2 of blocks of the order' },
  deficit: { sign: -1, meaning: 'pages under the low mark and reserve where it is nearest, as log2' },
  unmovableShare: {
    sign: -1,
    meaning: 'Unmovable, Reclaimable and HighAtomic pageblocks, as a share of all',
  },
  kernelShare: {
    sign: -1,
    meaning: 'pages that are neither free nor on an LRU list, as a share of the zones',
  },
  cleanBlocks: { sign: 1, meaning: 'aligned blocks expected to hold no unmovable page, as log2' },
  perCpu: {
    sign: 1,
    meaning:
      'pages on per-CPU lists, as log2 of blocks of the order; 5.14+, where they hold more than single pages',
  },
  isolated: { sign: 1, meaning: "compaction's record: log2 of pages isolated over pages scanned" },
  compactFail: { sign: -1, meaning: "direct compaction's record: share of its runs that failed" },
  migrateFail: { sign: -1, meaning: 'share of page migrations that failed' },
} as const;

export type FeatureName = keyof typeof features;

/** Reads the features of a request that no free block serves. */
export function slowPathFeatures(
  order: number,
  traits: GfpTraits,
  zonelist: Zonelist,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): SlowPathFeatures {
  const zones = zonelist.zones.filter((zone) => zone.eligible);
  const size = 2 ** order;
  const sum = (of: (zone: ZoneState) => number): number => zones.reduce((total, zone) => total + of(zone), 0);
  const inBlocks = (from: number): number =>
    log(sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, from))) / size);
  const known = zones.every((zone) => zone.info !== null);
  const ofInfo = (of: (info: ZoneinfoZone) => number): number => sum(({ info }) => (info ? of(info) : 0));
  const managed = Math.max(
    1,
    ofInfo((info) => info.managedPages),
  );
  const file = ofInfo(filePages);
  const aboveLow = zones.map((zone) => pagesAboveLow(zone, zonelist.classIndex));
  const typed = zones.filter((zone) => zone.types !== null);
  return {
    noRetry: Number(traits.noRetry),
    order,
    nearBlocks: inBlocks(order - 1),
    closeBlocks: inBlocks(order - 3),
    free: inBlocks(0),
    movableFree: log(sum(movableFreePages) / size),
    fileShare: known ? file / managed : null,
    file: known ? log(file / size) : null,
    headroom: known ? log(aboveLow.reduce((total, pages) => total + Math.max(0, pages), 0) / size) : null,
    deficit: known ? log(Math.max(0, -Math.max(...aboveLow))) : null,
    unmovableShare: typed.length > 0 ? unmovableShare(typed) : null,
    kernelShare: known ? ofInfo(kernelPages) / managed : null,
    cleanBlocks:
      typed.length > 0 && known ? log(sum((zone) => expectedCleanBlocks(zone, order, zonelist))) : null,
    perCpu: known && atLeast(kernel, 5, 14) ? log(ofInfo((info) => info.perCpu().pages) / size) : null,
    ...compactionRecord(snapshot),
  };
}

/** Without pagetypeinfo every free page counts as one: that is never less. */
function movableFreePages({ types, freeBlocks }: ZoneState): number {
  return pagesInBlocks(types ? (types.freeBlocks.Movable ?? []) : freeBlocks, 0);
}

function compactionRecord({
  vmstat,
}: Snapshot): Pick<SlowPathFeatures, 'isolated' | 'compactFail' | 'migrateFail'> {
  if (!vmstat) return { isolated: null, compactFail: null, migrateFail: null };
  const count = (name: string): number => vmstat.get(name) ?? 0;
  const migrations = count('pgmigrate_success') + count('pgmigrate_fail');
  return {
    isolated: log(count('compact_isolated')) - log(count('compact_migrate_scanned')),
    compactFail: (count('compact_fail') + 1) / (count('compact_stall') + 2),
    migrateFail: (count('pgmigrate_fail') + 1) / (migrations + 2),
  };
}

function filePages({ lru }: ZoneinfoZone): number {
  return lru.inactiveFile + lru.activeFile;
}

/** Slab, page tables, stacks and whatever else the kernel holds and cannot move. */
function kernelPages(info: ZoneinfoZone): number {
  const { lru } = info;
  const others = info.freePages + info.perCpu().pages + filePages(info) + lru.inactiveAnon + lru.activeAnon;
  return Math.max(0, info.managedPages - others);
}

function pagesAboveLow({ info }: ZoneState, classIndex: number | null): number {
  if (!info) return 0;
  return (
    info.freePages -
    info.watermarkPages.low -
    (classIndex === null ? 0 : (info.lowmemReserve[classIndex] ?? 0))
  );
}

function unmovableBlocks({ types }: ZoneState): number {
  const { Unmovable = 0, Reclaimable = 0, HighAtomic = 0 } = types?.pageblocks ?? {};
  return Unmovable + Reclaimable + HighAtomic;
}

function unmovableShare(zones: readonly ZoneState[]): number {
  const unmovable = zones.reduce((total, zone) => total + unmovableBlocks(zone), 0);
  const movable = zones.reduce((total, { types }) => total + (types?.pageblocks.Movable ?? 0), 0);
  return unmovable / Math.max(1, unmovable + movable);
}

/**
 * Aligned blocks of the order in Movable pageblocks that hold no unmovable page, if the kernel pages that do not fit
 * in the pageblocks meant for them lie at random among the others.
 */
function expectedCleanBlocks(zone: ZoneState, order: number, { pageTypes }: Zonelist): number {
  if (!zone.info || !zone.types || !pageTypes) return 0;
  const pageblock = 2 ** pageTypes.pageblockOrder;
  const movable = (zone.types.pageblocks.Movable ?? 0) * pageblock;
  if (movable === 0) return 0;
  const { Unmovable = [], Reclaimable = [], HighAtomic = [] } = zone.types.freeBlocks;
  const freeInOwn = [Unmovable, Reclaimable, HighAtomic].reduce(
    (total, list) => total + pagesInBlocks(list, 0),
    0,
  );
  const room = Math.max(0, unmovableBlocks(zone) * pageblock - freeInOwn);
  const strayed = Math.max(0, kernelPages(zone.info) - room);
  return (movable / 2 ** order) * Math.exp((-strayed / movable) * 2 ** order);
}

function log(amount: number): number {
  return Math.log2(Math.max(0, amount) + 1);
}
