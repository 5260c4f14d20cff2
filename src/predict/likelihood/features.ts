import { type KernelVersion, atLeast } from '../../kernel/version.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import type { ZoneinfoZone } from '../../machine/proc/zoneinfo.ts';
import type { GfpTraits } from '../../kernel/gfp.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import { type ZoneState, type Zonelist, lowmemReserve } from '../zonelist.ts';

/** What the slow path starts from, in numbers that a model can weigh; null where a text that it needs was not read. */
export type SlowPathFeatures = Record<FeatureName, number | null>;

/**
 * Each feature, which way it may move the answer, and what it means. The signs are laws, not findings: more free memory
 * must never make an answer worse, nor a larger order make it better. Logarithms are to base 2 of the amount plus one.
 */
export const features = {
  noRetry: { sign: -1, meaning: '__GFP_NORETRY: one reclaim, and compaction only of its own pageblocks' },
  order: { sign: -1, meaning: 'the order that is asked for' },
  nearBlocks: {
    sign: 1,
    meaning: 'free pages in blocks of half the size or more, as log2 of blocks of the order',
  },
  largeBlocks: {
    sign: 1,
    meaning: 'free pages in blocks of the order that marks or lists withhold, as log2 of blocks of the order',
  },
  movableFree: { sign: 1, meaning: 'free pages on Movable lists, as log2 of blocks of the order' },
  fileShare: { sign: 1, meaning: 'page cache, as a share of the zones' },
  perCpu: {
    sign: 1,
    meaning:
      'pages on per-CPU lists, as log2 of blocks of the order; 5.14+, where they hold more than single pages',
  },
  deficit: { sign: -1, meaning: 'pages under the low mark and reserve where it is nearest, as log2' },
  isolated: { sign: 1, meaning: "compaction's record: log2 of pages isolated over pages scanned" },
  compactFail: { sign: -1, meaning: "direct compaction's record: share of its runs that failed" },
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
  const ofInfo = (of: (info: ZoneinfoZone) => number): number => sum(({ info }) => (info ? of(info) : 0));
  const nearBlocks = sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, order - 1)));
  const known = zones.every((zone) => zone.info !== null);
  const managed = ofInfo((info) => info.managedPages);
  const aboveLow = zones.map((zone) => pagesAboveLow(zone, zonelist.classIndex));
  return {
    noRetry: Number(traits.noRetry),
    order,
    nearBlocks: log(nearBlocks / size),
    largeBlocks: log(sum((zone) => pagesInBlocks(zone.freeBlocks, order)) / size),
    movableFree: log(sum(movableFreePages) / size),
    fileShare: known ? ofInfo(filePages) / Math.max(1, managed) : null,
    perCpu: known && atLeast(kernel, 5, 14) ? log(ofInfo((info) => info.perCpu().pages) / size) : null,
    deficit: known ? log(Math.max(0, -Math.max(...aboveLow))) : null,
    ...compactionRecord(snapshot),
  };
}

/** Without pagetypeinfo every free page counts as one: that is never less. */
function movableFreePages({ types, freeBlocks }: ZoneState): number {
  return pagesInBlocks(types ? (types.freeBlocks.Movable ?? []) : freeBlocks, 0);
}

function compactionRecord({ vmstat }: Snapshot): Pick<SlowPathFeatures, 'isolated' | 'compactFail'> {
  if (!vmstat) return { isolated: null, compactFail: null };
  const count = (name: string): number => vmstat.get(name) ?? 0;
  return {
    isolated: log(count('compact_isolated')) - log(count('compact_migrate_scanned')),
    compactFail: (count('compact_fail') + 1) / (count('compact_stall') + 2),
  };
}

function filePages({ lru }: ZoneinfoZone): number {
  return lru.inactiveFile + lru.activeFile;
}

function pagesAboveLow({ info }: ZoneState, classIndex: number | null): number {
  return info ? info.freePages - info.watermarkPages.low - lowmemReserve(info, classIndex) : 0;
}

function log(amount: number): number {
  return Math.log2(Math.max(0, amount) + 1);
}
