import type { ZonePrediction } from './prediction.ts';
import { zonePrediction } from './zone-prediction.ts';
import type { ZoneState, Zonelist } from './zonelist.ts';

/** The zones of an answer that counts single pages; `perZone` holds what each gives above its mark. */
export function singlePageZones(
  zonelist: Zonelist,
  perZone: ReadonlyMap<ZoneState, number>,
): ZonePrediction[] {
  return zonelist.zones.map((zone) => {
    const pages = perZone.get(zone) ?? 0;
    const why = zone.eligible
      ? `gives ${pages} single pages above its mark`
      : `the request's GFP flags do not reach zone ${zone.zone}`;
    return zonePrediction(zone, zonelist.classIndex, pages > 0, why);
  });
}
