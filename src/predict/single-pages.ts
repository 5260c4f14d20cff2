import type { KernelRelease } from '../kernel/release.ts';
import { atLeast } from '../kernel/release.ts';
import type { GfpTraits } from '../request/gfp.ts';
import { pagesInBlocks } from './free-lists.ts';
import { discountedMark } from './watermark.ts';
import type { ZoneState, Zonelist } from './zonelist.ts';

/**
 * Single pages that a zone gives before it meets its mark and reserve, without those on lists closed to the request.
 * HighAtomic pages stay: kernels from 4.4 on let the order-0 test pass on them and then cannot take them,
 * so they bound the result by what lies on the other lists (zone_watermark_fast, rmqueue).
 */
export function singlePagesAboveMark(
  zone: ZoneState,
  zonelist: Zonelist,
  traits: GfpTraits,
  kernel: KernelRelease | null,
): number {
  const info = zone.info;
  if (!zone.eligible || !info) return 0;
  const cma = traits.movable ? 0 : info.freeCmaPages;
  const reserve = zonelist.classIndex === null ? 0 : (info.lowmemReserve[zonelist.classIndex] ?? 0);
  const aboveMark = info.freePages - cma - discountedMark(info.watermarkPages.min, traits) - reserve;
  const highatomic = atLeast(kernel, 4, 4)
    ? (info.freeHighatomicPages ?? pagesInBlocks(zone.types?.freeBlocks.HighAtomic ?? [], 0))
    : 0;
  return Math.max(0, Math.min(aboveMark, info.freePages - highatomic));
}
