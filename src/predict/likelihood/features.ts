import { type KernelVersion, atLeast } from '../../kernel/version.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { GfpTraits } from '../../kernel/gfp.ts';
import type { ZoneState } from '../zonelist.ts';
import type { SlowPath } from './question.ts';
import { type Shortage, shortages } from './shortage.ts';

/** What the slow path starts from, in numbers that a model can weigh; null where a text that it needs was not read. */
export type SlowPathFeatures = Record<FeatureName, number | null>;

/**
 * Each feature, which way it may move the answer, and what it means. The signs are laws, not findings: more free memory
 * must never make an answer worse, nor a larger order make it better. Logarithms are to base 2 of the amount plus one. Amounts are
 * in blocks of the order or shares of each other, which mean the same in pages of 4 and of 64 KiB; what is lacking is in
 * pages, as the kernel reclaims 32 of them at a time, of whatever size.
 */
export const features = {
  noRetry: {
    sign: -1,
    meaning:
      '__GFP_NORETRY: 2 before 7.0, where it may give up before it reclaims; 1 since, where it gets one round of it',
  },
  since72: {
    sign: -1,
    meaning: '7.2+: reclaim for compaction stops after 32 pages, and CMA blocks are not emptied for others',
  },
  order: { sign: -1, meaning: 'the order that is asked for' },
  near: {
    sign: 1,
    meaning: 'free pages in blocks of a sixteenth of the size or more, as log2 of blocks of the order',
  },
  movableFree: { sign: 1, meaning: 'free pages on Movable lists, as log2 of blocks of the order' },
  cover: {
    sign: 1,
    meaning:
      'what all can be reclaimed beyond what the nearest zone lacks to its min mark and the request: log2 of blocks; below 0 of pages that lack',
  },
  coverLow: {
    sign: 1,
    meaning:
      'the same of what the nearest zone has itself, to its low mark and twice the request, which compaction wants free',
  },
  blockCover: {
    sign: 1,
    meaning: `the same to the min mark, of zones with a free block of the order; -20 where none has one`,
  },
  perCpu: {
    sign: 1,
    meaning:
      'pages on per-CPU lists, as log2 of blocks of the order; 5.14+, where they hold more than single pages',
  },
  perCpuLow: { sign: 1, meaning: 'pages on per-CPU lists, as a share of the low marks' },
  isolated: { sign: 1, meaning: "compaction's record: log2 of pages isolated over pages scanned" },
  compactFail: { sign: -1, meaning: "direct compaction's record: share of its runs that failed" },
} as const;

export type FeatureName = keyof typeof features;

/** Below what any zone can lack, as log2. */
const noBlock = -20;

/** Reads the features of a request that no free block serves. */
export function slowPathFeatures(slowPath: SlowPath): SlowPathFeatures {
  const { order, traits, zonelist, snapshot, kernel } = slowPath;
  const zones = zonelist.zones.filter((zone) => zone.eligible);
  const size = 2 ** order;
  const sum = (of: (zone: ZoneState) => number): number => zones.reduce((total, zone) => total + of(zone), 0);
  return {
    noRetry: noRetryOf(traits, kernel),
    since72: Number(atLeast(kernel, 7, 2)),
    order,
    near: log(sum((zone) => pagesInBlocks(zone.freeBlocks, Math.max(0, order - 4))) / size),
    movableFree: log(sum(movableFreePages) / size),
    ...coverage(shortages(slowPath), size),
    ...perCpuPages(zones, size, kernel),
    ...compactionRecord(snapshot),
  };
}

function noRetryOf({ noRetry }: GfpTraits, kernel: KernelVersion | null): number {
  if (!noRetry) return 0;
  return atLeast(kernel, 7, 0) ? 1 : 2;
}

/** Without pagetypeinfo every free page counts as one: that is never less. */
function movableFreePages({ types, freeBlocks }: ZoneState): number {
  return pagesInBlocks(types ? (types.freeBlocks.Movable ?? []) : freeBlocks, 0);
}

/** What reclaim could take beyond what a zone lacks, of the zone where that is most. */
function coverage(
  zones: readonly Shortage[] | null,
  size: number,
): Pick<SlowPathFeatures, 'cover' | 'coverLow' | 'blockCover'> {
  if (!zones) return { cover: null, coverLow: null, blockCover: null };
  const all = zones.reduce((total, zone) => total + zone.reclaimable, 0);
  const most = (of: (zone: Shortage) => number, among = zones): number =>
    Math.max(noBlock, ...among.map((zone) => inBlocks(of(zone), size)));
  const toMin = (zone: Shortage): number => Math.max(0, zone.lacks('min', size));
  return {
    cover: most((zone) => all - toMin(zone)),
    coverLow: most((zone) => zone.reclaimable - zone.lacks('low', 2 * size)),
    blockCover: most(
      (zone) => zone.reclaimable - toMin(zone),
      zones.filter((zone) => zone.inBlocks[1] > 0),
    ),
  };
}

/** Pages to spare as blocks; a larger order must not make less of what is lacking. */
function inBlocks(pages: number, size: number): number {
  return pages >= 0 ? log(pages / size) : -log(-pages);
}

function perCpuPages(
  zones: readonly ZoneState[],
  size: number,
  kernel: KernelVersion | null,
): Pick<SlowPathFeatures, 'perCpu' | 'perCpuLow'> {
  let [pages, low] = [0, 0];
  for (const { info } of zones) {
    if (!info) return { perCpu: null, perCpuLow: null };
    pages += info.perCpu().pages;
    low += info.watermarkPages.low;
  }
  return { perCpu: atLeast(kernel, 5, 14) ? log(pages / size) : null, perCpuLow: pages / Math.max(1, low) };
}

function compactionRecord({ vmstat }: Snapshot): Pick<SlowPathFeatures, 'isolated' | 'compactFail'> {
  if (!vmstat) return { isolated: null, compactFail: null };
  const count = (name: string): number => vmstat.get(name) ?? 0;
  return {
    isolated: log(count('compact_isolated')) - log(count('compact_migrate_scanned')),
    compactFail: (count('compact_fail') + 1) / (count('compact_stall') + 2),
  };
}

function log(amount: number): number {
  return Math.log2(Math.max(0, amount) + 1);
}
