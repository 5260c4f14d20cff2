import { type KernelVersion, atLeast } from '../kernel/version.ts';
import { costlyOrder } from '../request/order.ts';
import { pagesInBlocks } from './free-lists.ts';
import type { ZoneState } from './zonelist.ts';

/** The default of vm.extfrag_threshold: above it the kernel blames fragmentation and compacts. */
const extfragThreshold = 500;

/**
 * The kernel's fragmentation index (mm/vmstat.c __fragmentation_index), in thousandths:
 * -1000 where a block of the order is free, towards 0 lack of memory, towards 1000 fragmentation.
 */
export function fragmentationIndex(freeBlocks: readonly number[], order: number): number {
  const blocks = freeBlocks.reduce((sum, n) => sum + n, 0);
  if (blocks === 0) return 0;
  if (pagesInBlocks(freeBlocks, order) > 0) return -1000;
  const wanted = Math.floor((pagesInBlocks(freeBlocks, 0) * 1000) / 2 ** order);
  return 1000 - Math.floor((1000 + wanted) / blocks);
}

/** How a zone stands for compaction, in pages. */
export interface CompactionOutlook {
  /** mm/compaction.c compaction_suitable: free pages to migrate into, and fragmentation rather than shortage */
  suitable: boolean;
  /** free pages above the mark that compaction wants; negative where they are short */
  headroomPages: number;
  index: number;
}

/** Whether compaction would start in a zone (compaction_suitable; the gap was capped in 7.2). */
export function compactionOutlook(
  zone: ZoneState,
  order: number,
  classIndex: number | null,
  kernel: KernelVersion | null,
): CompactionOutlook {
  const index = fragmentationIndex(zone.freeBlocks, order);
  const info = zone.info;
  if (!info) return { suitable: false, headroomPages: 0, index };
  const gap = atLeast(kernel, 7, 2) ? Math.min(2 ** (order + 1), 32) : 2 ** (order + 1);
  const { min, low } = info.watermarkPages;
  const reserve = classIndex === null ? 0 : (info.lowmemReserve[classIndex] ?? 0);
  const headroomPages = info.freePages - (order > costlyOrder ? low : min) - gap - reserve;
  const blamed = order <= costlyOrder || index < 0 || index > extfragThreshold;
  return { suitable: headroomPages > 0 && blamed, headroomPages, index };
}
