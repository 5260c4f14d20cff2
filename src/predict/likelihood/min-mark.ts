import { shortages } from './shortage.ts';
import type { SlowPath } from './question.ts';

/** Where a block of the order is free, and what its zone lacks to its min mark is in that zone's page cache. */
const coveredLeast = 0.6;
/** Where every zone lacks more than all of the cache. */
const uncoveredMost = 0.1;

/** Which bound of the likelihood the min mark sets; `covered` sets none with __GFP_NORETRY. */
export type MinMark = 'covered' | 'hopeless' | 'open';

/**
 * How the zones stand to the min mark, which the first pass and each retry test: a zone under it gives no block, even a free
 * one, until reclaim has made up what it lacks.
 */
export function minMark(slowPath: SlowPath): MinMark {
  const zones = shortages(slowPath);
  const size = 2 ** slowPath.order;
  if (!zones) return 'open';
  if (zones.some((zone) => zone.inBlocks[0] > 0 && zone.lacks('min', size) <= zone.reclaimable))
    return 'covered';
  const all = zones.reduce((sum, zone) => sum + zone.reclaimable, 0);
  return zones.every((zone) => zone.lacks('min', size) > all) ? 'hopeless' : 'open';
}

/** The bounds that follow: the model weighs amounts, and does not see where they meet. */
export function minMarkBounds(slowPath: SlowPath): { least: number; most: number } {
  const stand = minMark(slowPath);
  // __GFP_NORETRY gets one pass of reclaim, which need not make up all of it.
  const least = stand === 'covered' && !slowPath.traits.noRetry ? coveredLeast : 0;
  return { least, most: stand === 'hopeless' ? uncoveredMost : 1 };
}
