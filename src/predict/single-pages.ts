import { type KernelVersion, atLeast } from '../kernel/version.ts';
import { pagesInBlocks } from '../kernel/free-blocks.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { type GfpTraits, gfpTraits } from '../kernel/gfp.ts';
import type { Request } from '../request/request.ts';
import { highatomicBounds } from './highatomic.ts';
import { countsHighatomic, discountedMark } from './watermark.ts';
import { type ZonePrediction, zonePrediction } from './zone-prediction.ts';
import {
  type ZoneState,
  type Zonelist,
  askedNode,
  closedBecause,
  lowmemReserve,
  zonelistFor,
} from './zonelist.ts';

/** The single pages that a machine has for a request. */
export interface SinglePages {
  zonelist: Zonelist;
  /** what each zone gives above its mark */
  perZone: ReadonlyMap<ZoneState, number>;
  /** what all of them give */
  above: number;
  /** the zones as reports print them */
  zones: ZonePrediction[];
}

/** Counts what the zones of a request give before they meet their marks. */
export function countSinglePages(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): SinglePages {
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone, askedNode(request.node, traits));
  const perZone = new Map<ZoneState, number>();
  let above = 0;
  const zones = zonelist.zones.map((zone) => {
    const pages = singlePagesAboveMark(zone, zonelist, traits, kernel);
    perZone.set(zone, pages);
    above += pages;
    const why = zone.eligible ? `gives ${pages} single pages above its mark` : closedBecause(zone, zonelist);
    return zonePrediction(zone, zonelist.classIndex, pages > 0, why);
  });
  return { zonelist, perZone, above, zones };
}

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
  const unusable =
    cma + (countsHighatomic(0, traits, kernel) ? 0 : highatomicBounds(zone, zonelist, kernel)[0]);
  const mark = discountedMark(info.watermarkPages.min, traits, kernel);
  const aboveMark = info.freePages - unusable - mark - lowmemReserve(info, zonelist.classIndex);
  const highatomic = atLeast(kernel, 4, 4)
    ? (info.freeHighatomicPages ?? pagesInBlocks(zone.types?.freeBlocks.HighAtomic ?? [], 0))
    : 0;
  return Math.max(0, Math.min(aboveMark, info.freePages - cma - highatomic));
}
