import { pagesInBlocks } from '../kernel/free-blocks.ts';
import type { WatermarkPages } from '../machine/proc/zoneinfo.ts';
import { type ZoneState, lowmemReserve } from './zonelist.ts';

/** One buddyinfo row as the request sees it. */
export interface ZonePrediction {
  node: number;
  zone: string;
  /** the GFP flags let the request use this zone */
  allowed: boolean;
  freePages: number;
  /** as read from buddyinfo */
  freeBlocks: number[];
  watermarkPages: WatermarkPages | null;
  /** the reserve that this zone holds back from the request's own zone index */
  lowmemReservePages: number | null;
  /** serves the request now, without reclaim */
  fits: boolean;
  /** serves it now if what could not be read turns out well */
  mayFit: boolean;
  why: string;
}

/** A zone's part of the answer. */
export function zonePrediction(
  zone: ZoneState,
  classIndex: number | null,
  fits: boolean,
  why: string,
  mayFit = fits,
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
    mayFit,
    why,
  };
}
