import type { WatermarkPages } from '../../machine/proc/zoneinfo.ts';
import { type ListQuestion, servingPages } from '../free-lists.ts';
import { hasFreeSwap, reclaimablePages } from '../reclaimable.ts';
import { type ZoneState, lowmemReserve } from '../zonelist.ts';
import type { SlowPath } from './question.ts';

/** What a zone lacks, and what reclaim could take to make it up; all in pages. */
export interface Shortage {
  zone: ZoneState;
  /** pages in free blocks of the order or larger, on lists that serve the request: the fewest and the most */
  inBlocks: [least: number, most: number];
  /** to the mark, its reserve and the pages named; less than 0 where it has more */
  lacks: (mark: keyof WatermarkPages, pages: number) => number;
  /** page cache of the zone, and anonymous memory where swap is free */
  reclaimable: number;
}

/** The zones that a request may use; null where the marks of one were not read. */
export function shortages({ order, traits, zonelist, snapshot, kernel }: SlowPath): Shortage[] | null {
  const lists: ListQuestion = {
    ...{ order, traits, kernel, pageTypes: zonelist.pageTypes },
    defragMode: snapshot.defragMode === true,
  };
  const swapFree = hasFreeSwap(snapshot);
  const found: Shortage[] = [];
  for (const zone of zonelist.zones) {
    const { info } = zone;
    if (!zone.eligible) continue;
    if (!info) return null;
    const usable = info.freePages - (traits.movable ? 0 : info.freeCmaPages);
    const reserve = lowmemReserve(info, zonelist.classIndex);
    found.push({
      zone,
      inBlocks: servingPages(zone, lists),
      lacks: (mark, pages) => info.watermarkPages[mark] + reserve + pages - usable,
      reclaimable: reclaimablePages([zone], swapFree),
    });
  }
  return found;
}
