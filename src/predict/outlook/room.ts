import type { KernelVersion } from '../../kernel/version.ts';
import type { Snapshot } from '../../machine/snapshot.ts';
import type { Request } from '../../request/request.ts';
import { firstPass } from '../first-pass.ts';
import type { Prediction } from '../prediction.ts';
import { hasFreeSwap, reclaimablePages } from '../reclaimable.ts';
import { lowmemReserve } from '../zonelist.ts';

/** What one request has room in at one moment, in pages, or in bytes where no block is asked for. */
export interface RequestRoom {
  /** milliseconds since the epoch */
  at: number;
  /** what the request needs, and so the least that has to be left */
  needs: number;
  isAvailable: boolean;
  /** in the blocks that the kernel would hand out one after the other from what is free; null where no block is asked for */
  inBlocks: number | null;
  /** that is free above the marks and reserves of its zones, or can be reclaimed */
  inMemory: number;
  /** that is free above the low marks and reserves: as long as there is some, nothing is reclaimed */
  untilReclaim: number;
}

/** The room of a request, from the answer to it and what that rests on; null where the answer tells of none. */
export function requestRoom(
  at: number,
  request: Request,
  { verdict, room }: Pick<Prediction, 'verdict' | 'room'>,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): RequestRoom | null {
  const isAvailable = verdict === 'available';
  if (request.path !== 'contiguous')
    return room
      ? { at, needs: room.needs, isAvailable, inBlocks: null, inMemory: room.has, untilReclaim: 0 }
      : null;
  const { asked, zonelist } = firstPass(request, snapshot, kernel);
  const swapFree = hasFreeSwap(snapshot);
  let [inMemory, untilReclaim] = [0, 0];
  for (const { zone } of asked) {
    if (!zone.info) return null;
    const { freePages, watermarkPages } = zone.info;
    const reserve = lowmemReserve(zone.info, zonelist.classIndex);
    const reclaimable = reclaimablePages([zone], swapFree);
    inMemory += Math.max(0, freePages + reclaimable - watermarkPages.min - reserve);
    untilReclaim += Math.max(0, freePages - watermarkPages.low - reserve);
  }
  const size = 2 ** request.order;
  const served = asked.reduce((sum, { serves }) => sum + serves, 0);
  return {
    at,
    needs: (request.count ?? 1) * size,
    isAvailable,
    inBlocks: served * size,
    inMemory,
    untilReclaim,
  };
}
