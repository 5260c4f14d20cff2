import { hasFreeSwap, reclaimablePages } from '../reclaimable.ts';
import { servingPages } from '../free-lists.ts';
import { type ZoneState, lowmemReserve } from '../zonelist.ts';
import type { SlowPath } from './question.ts';

/** Where a block of the order is free, and what its zone lacks to its min mark is in that zone's page cache: 115 of 181 trials. */
const coveredLeast = 0.6;
/** Where every zone lacks more than all of the cache: 6 of 453 trials. */
const uncoveredMost = 0.1;

/**
 * Bounds of the likelihood from the min mark, which the first pass and each retry test: a zone under it gives no block,
 * even a free one, until reclaim has made up what it lacks. The model weighs amounts of all zones, and does not see this.
 */
export function minMarkBounds(slowPath: SlowPath): { least: number; most: number } {
  const { order, traits, zonelist, snapshot, kernel } = slowPath;
  const zones = zonelist.zones.filter((zone) => zone.eligible);
  const swapFree = hasFreeSwap(snapshot);
  const lists = {
    ...{ order, traits, kernel, pageTypes: zonelist.pageTypes },
    defragMode: snapshot.defragMode === true,
  };
  const isCovered = (zone: ZoneState): boolean =>
    servingPages(zone, lists)[0] > 0 && lackOf(zone) <= reclaimablePages([zone], swapFree);
  function lackOf({ info }: ZoneState): number {
    if (!info) return Infinity;
    return info.watermarkPages.min + lowmemReserve(info, zonelist.classIndex) + 2 ** order - info.freePages;
  }
  // __GFP_NORETRY gets one pass of reclaim, which need not make up all of it.
  const least = !traits.noRetry && zones.some(isCovered) ? coveredLeast : 0;
  const all = reclaimablePages(zones, swapFree);
  const isHopeless = zones.every((zone) => zone.info && lackOf(zone) > all);
  return { least, most: least > 0 || !isHopeless ? 1 : uncoveredMost };
}
