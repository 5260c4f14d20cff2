import { pagesInBlocks } from '../kernel/free-blocks.ts';
import type { ZonePrediction } from './prediction.ts';
import { type ZoneState, lowmemReserve } from './zonelist.ts';

/** A zone's part of the answer, in the shape that reports print. */
export function zonePrediction(
  zone: ZoneState,
  classIndex: number | null,
  fits: boolean,
  why: string,
): ZonePrediction {
  const info = zone.info;
  return {
    node: zone.node,
    zone: zone.zone,
    allowed: zone.eligible,
    freePages: info?.freePages ?? pagesInBlocks(zone.freeBlocks, 0),
    freeBlocks: zone.freeBlocks,
    watermarkPages: info?.watermarkPages ?? null,
    lowmemReservePages: info && zone.eligible && classIndex !== null ? lowmemReserve(info, classIndex) : null,
    fits,
    why,
  };
}
