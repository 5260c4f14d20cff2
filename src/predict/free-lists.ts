import { type KernelVersion, atLeast } from '../kernel/version.ts';
import { pagesInBlocks } from '../kernel/free-blocks.ts';
import type { Migratetype, PageTypes } from '../machine/proc/pagetypeinfo.ts';
import type { GfpTraits } from '../kernel/gfp.ts';
import { maxHighatomicPages } from './highatomic.ts';
import type { ZoneState } from './zonelist.ts';

/** What decides which free lists serve a request. */
export interface ListQuestion {
  order: number;
  traits: GfpTraits;
  kernel: KernelVersion | null;
  pageTypes: PageTypes | null;
  /** vm.defrag_mode=1: a request may not break into foreign pageblocks before it has retried */
  defragMode: boolean;
}

/** The migratetypes that serve a request (mm/page_alloc.c __rmqueue and its fallbacks). */
function servingTypes({ traits, kernel, order }: ListQuestion): Migratetype[] {
  const types: Migratetype[] = ['Unmovable', 'Movable', 'Reclaimable'];
  if (!atLeast(kernel, 4, 4)) types.push('Reserve');
  if (traits.movable) types.push('CMA');
  if (mayUseHighatomic({ traits, kernel, order })) types.push('HighAtomic');
  return types;
}

/**
 * Whether HighAtomic lists serve a request: GFP_ATOMIC from order 1 on (ALLOC_HIGHATOMIC), and single pages of callers
 * that cannot block only since 6.12. ALLOC_NO_WATERMARKS opens every reserve but this one.
 */
function mayUseHighatomic({
  traits,
  kernel,
  order,
}: Pick<ListQuestion, 'traits' | 'kernel' | 'order'>): boolean {
  if (traits.memalloc || !traits.harder) return false;
  return order > 0 ? traits.high : atLeast(kernel, 6, 12);
}

/** The fewest and the most pages in blocks of the order or larger, on lists that serve the request. */
export function servingPages(zone: ZoneState, question: ListQuestion): [least: number, most: number] {
  const { order } = question;
  const own = defragRestricted(question) ? (question.traits.movable ? 'Movable' : 'Unmovable') : null;
  if (zone.types) {
    const lists = zone.types.freeBlocks;
    const pageblockOrder = question.pageTypes?.pageblockOrder ?? 0;
    const pages = servingTypes(question).reduce((sum, type) => {
      const from = own !== null && type !== own ? Math.max(order, pageblockOrder) : order;
      return sum + pagesInBlocks(lists[type] ?? [], from);
    }, 0);
    return [pages, pages];
  }
  const all = pagesInBlocks(zone.freeBlocks, order);
  return [own === null ? Math.max(0, all - maxWithheldPages(zone, question)) : 0, all];
}

/**
 * With vm.defrag_mode=1 a request breaks into foreign pageblocks only after reclaim and compaction have failed
 * (ALLOC_NOFRAGMENT); callers that cannot block may at once since 7.2. Single pages come from per-CPU lists.
 */
function defragRestricted({ defragMode, order, traits, kernel }: ListQuestion): boolean {
  return defragMode && order > 0 && (traits.mayBlock || !atLeast(kernel, 7, 2));
}

/**
 * The most pages that free blocks of a zone can hold on lists closed to the request: CMA as zoneinfo counts it,
 * HighAtomic up to its legal size (mm/page_alloc.c reserve_highatomic_pageblock) where nothing counts it.
 */
function maxWithheldPages(zone: ZoneState, question: ListQuestion): number {
  const cma = question.traits.movable ? 0 : (zone.info?.freeCmaPages ?? 0);
  return mayUseHighatomic(question) ? cma : cma + maxHighatomicPages(zone, question.kernel);
}
