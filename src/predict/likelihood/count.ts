import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import { hasFreeSwap, reclaimablePages } from '../reclaimable.ts';
import { type Zonelist, lowmemReserve } from '../zonelist.ts';

/** That as many blocks can be had as there are not even pages for. */
const withoutPages = 0.02;

/** Blocks that are asked for, one after the other. */
export interface BlockCount {
  count: number;
  /** of them, those that are free */
  served: number;
  order: number;
  /** bytes */
  pageSize: number;
}

/**
 * The likelihood of several blocks, from that of one: each doubling of what is missing has to go well too. Where the pages
 * that are free above the marks, and those that reclaim could take, are fewer than asked for, only killing makes room.
 */
export function likelihoodOfCount(
  one: number,
  { count, served, order, pageSize }: BlockCount,
  zonelist: Zonelist,
  snapshot: Snapshot,
): number {
  if (count === 1) return one;
  const all = one ** (1 + Math.log2(Math.max(1, count - served)));
  return count * 2 ** order > pagesWithinReach(zonelist, snapshot, pageSize)
    ? Math.min(all, withoutPages)
    : all;
}

function pagesWithinReach(
  { zones, classIndex, onlyNode }: Zonelist,
  snapshot: Snapshot,
  pageSize: number,
): number {
  const above = zones.reduce((sum, { eligible, info, freeBlocks }) => {
    if (!eligible) return sum;
    // Its marks were not read: it may give all that is free.
    if (!info) return sum + pagesInBlocks(freeBlocks, 0);
    return sum + Math.max(0, info.freePages - info.watermarkPages.min - lowmemReserve(info, classIndex));
  }, 0);
  const zonesGive = above + reclaimablePages(zones, hasFreeSwap(snapshot));
  // MemAvailable is of all nodes.
  if (onlyNode !== null) return zonesGive;
  // Some kernels hand a zone its pages only as they are needed: then the zones know of less than there is.
  return Math.max(zonesGive, ((snapshot.meminfo?.get('MemAvailable') ?? 0) * 1024) / pageSize);
}
