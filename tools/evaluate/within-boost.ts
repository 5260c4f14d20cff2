import { gfpTraits } from '../../src/kernel/gfp.ts';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { type ZoneState, type Zonelist, lowmemReserve, zonelistFor } from '../../src/predict/zonelist.ts';
import type { Trial } from './trial.ts';

/** vm.watermark_boost_factor as kernels have it: a boost is so much of the high mark at most. */
const boostFactor = 1.5;

/**
 * Whether a small allocation in between may have raised the marks beyond what a block that was free leaves: no zone that had one above
 * its mark had a free page on its Reclaimable lists, so that the next such allocation breaks into a block of another type, or was
 * further above than its marks can rise (mm/page_alloc.c boost_watermark).
 */
export function isWithinBoost({ texts, request: { order, gfp } }: Trial): boolean {
  const snapshot = snapshotOf(texts);
  if (!snapshot.pagetypeinfo) return false;
  const pageblockPages = 2 ** snapshot.pagetypeinfo.pageblockOrder;
  const zonelist = zonelistFor(snapshot, gfpTraits(gfp).highestZone);
  const serving = zonelist.zones.filter(
    (zone) => zone.eligible && hasBlock(zone, order) && spare(zone, zonelist, order) >= 0,
  );
  const mayFail = (zone: ZoneState): boolean =>
    (zone.types?.freeBlocks.Reclaimable ?? [1]).every((count) => count === 0) &&
    spare(zone, zonelist, order) < mostBoost(zone, pageblockPages);
  return serving.length > 0 && serving.every(mayFail);
}

function hasBlock({ freeBlocks }: ZoneState, order: number): boolean {
  return freeBlocks.slice(order).some((count) => count > 0);
}

/** Pages above the min mark and the reserve, the request taken. */
function spare({ info }: ZoneState, { classIndex }: Zonelist, order: number): number {
  if (!info) return -1;
  return (
    info.freePages -
    info.freeCmaPages -
    info.watermarkPages.min -
    lowmemReserve(info, classIndex) -
    2 ** order
  );
}

/** Pages by which the marks of a zone can rise. */
function mostBoost({ info }: ZoneState, pageblockPages: number): number {
  if (!info || 4 * pageblockPages > info.managedPages) return 0;
  return Math.max(pageblockPages, boostFactor * info.watermarkPages.high);
}
