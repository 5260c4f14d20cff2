import type { GfpTraits } from '../kernel/gfp.ts';
import { type KernelVersion, atLeast } from '../kernel/version.ts';
import type { ZoneinfoZone } from '../machine/proc/zoneinfo.ts';
import { lowmemReserve } from './zonelist.ts';

/** How a zone stood against its mark; all in pages. */
export interface WatermarkTest {
  passes: boolean;
  /** free pages less what the request may not use and less the request itself */
  usable: number;
  /** the mark after the request's own discount */
  mark: number;
  reserve: number;
}

/** What one watermark test is about. */
export interface WatermarkQuestion {
  order: number;
  traits: GfpTraits;
  kernel: KernelVersion | null;
  classIndex: number | null;
  /** free pages on HighAtomic lists, or the reserved ones before 6.12 */
  highatomicPages: number;
}

/**
 * Whether a zone stays above its mark with the request taken out, at the slow path's first pass,
 * where nothing has been reclaimed yet (mm/page_alloc.c __zone_watermark_ok, gfp_to_alloc_flags).
 */
export function watermarkTest(
  zone: ZoneinfoZone,
  freeBlocks: readonly number[],
  question: WatermarkQuestion,
): WatermarkTest {
  const { order, traits, kernel, classIndex } = question;
  const usable = zone.freePages - (2 ** order - 1) - unusablePages(zone, question);
  const mark = discountedMark(zone.watermarkPages.min, traits, kernel);
  const reserve = lowmemReserve(zone, classIndex);
  let passes = traits.memalloc || usable > mark + reserve;
  if (passes && !traits.memalloc && !atLeast(kernel, 4, 4)) {
    passes = keepsHigherOrders(usable, mark, freeBlocks, order);
  }
  return { passes, usable, mark, reserve };
}

/** Pages that are free but not for this request (__zone_watermark_unusable_free). */
function unusablePages(zone: ZoneinfoZone, question: WatermarkQuestion): number {
  const { order, traits, kernel, highatomicPages } = question;
  const highatomic = countsHighatomic(order, traits, kernel) ? 0 : highatomicPages;
  const cma = traits.movable ? 0 : zone.freeCmaPages;
  const unaccepted = atLeast(kernel, 6, 5) && !atLeast(kernel, 6, 12) ? zone.unacceptedPages : 0;
  return highatomic + cma + unaccepted;
}

/**
 * Whether the watermark test counts HighAtomic pages in favour of a request: GFP_ATOMIC (ALLOC_HARDER), since 6.3
 * whoever may touch a reserve at all (ALLOC_RESERVES), and from 4.7 to 5.8 every single page (zone_watermark_fast).
 */
export function countsHighatomic(order: number, traits: GfpTraits, kernel: KernelVersion | null): boolean {
  if (traits.memalloc || (traits.high && traits.harder)) return true;
  if (order === 0 && atLeast(kernel, 4, 7) && !atLeast(kernel, 5, 9)) return true;
  return atLeast(kernel, 6, 3) && (traits.high || traits.harder);
}

/**
 * __GFP_HIGH may take half of min, and a quarter of the rest where it cannot block: 3/8 of it is left for GFP_ATOMIC.
 * Before 4.4 whoever cannot block got that quarter, GFP_NOWAIT too.
 */
export function discountedMark(min: number, traits: GfpTraits, kernel: KernelVersion | null): number {
  let mark = min;
  if (traits.high) mark -= Math.floor(mark / 2);
  if (traits.harder && (traits.high || !atLeast(kernel, 4, 4))) mark -= Math.floor(mark / 4);
  return mark;
}

/** Before 4.4: the blocks under each order do not count for it, and the mark halves an order. */
function keepsHigherOrders(
  usable: number,
  mark: number,
  freeBlocks: readonly number[],
  order: number,
): boolean {
  let free = usable;
  let min = mark;
  for (let o = 0; o < order; o++) {
    free -= (freeBlocks[o] ?? 0) * 2 ** o;
    min = Math.floor(min / 2);
    if (free <= min) return false;
  }
  return true;
}
