import type { KernelVersion } from '../kernel/version.ts';
import { atLeast } from '../kernel/version.ts';
import type { GfpTraits } from '../kernel/gfp.ts';
import { pagesInBlocks } from './free-lists.ts';
import { countsHighatomic, discountedMark } from './watermark.ts';
import { highatomicBounds } from './zone-test.ts';
import type { ZoneState, Zonelist } from './zonelist.ts';

/**
 * Single pages that a zone gives before it meets its mark and reserve, without those on lists closed to the request.
 * From 4.7 to 5.8 the order-0 test counts HighAtomic pages and then cannot take them (zone_watermark_fast, rmqueue):
 * there they only bound the result by what lies on the other lists.
 */
export function singlePagesAboveMark(
  zone: ZoneState,
  zonelist: Zonelist,
  traits: GfpTraits,
  kernel: KernelVersion | null,
): number {
  const info = zone.info;
  if (!zone.eligible || !info) return 0;
  const cma = traits.movable ? 0 : info.freeCmaPages;
  const reserve = zonelist.classIndex === null ? 0 : (info.lowmemReserve[zonelist.classIndex] ?? 0);
  const unusable =
    cma + (countsHighatomic(0, traits, kernel) ? 0 : highatomicBounds(zone, zonelist, kernel)[0]);
  const aboveMark =
    info.freePages - unusable - discountedMark(info.watermarkPages.min, traits, kernel) - reserve;
  const highatomic = atLeast(kernel, 4, 4)
    ? (info.freeHighatomicPages ?? pagesInBlocks(zone.types?.freeBlocks.HighAtomic ?? [], 0))
    : 0;
  return Math.max(0, Math.min(aboveMark, info.freePages - cma - highatomic));
}
