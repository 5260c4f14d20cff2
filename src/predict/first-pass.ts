import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { type GfpTraits, gfpTraits } from '../kernel/gfp.ts';
import type { Request } from '../request/request.ts';
import { type ZoneTest, testZone } from './zone-test.ts';
import { type ZonePrediction, zonePrediction } from './zone-prediction.ts';
import { type Zonelist, askedNode, zonelistFor } from './zonelist.ts';

/** What the slow path's first pass finds, zone by zone. */
export interface FirstPass {
  traits: GfpTraits;
  zonelist: Zonelist;
  /** the zones that the request may use, in the order in which the kernel looks */
  asked: ZoneTest[];
  /** every zone, as reports print it */
  zones: ZonePrediction[];
}

/** Asks every zone for a block of the order (mm/page_alloc.c get_page_from_freelist). */
export function firstPass(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): FirstPass {
  const { order } = request;
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone, askedNode(request.node, traits));
  const question = { order, traits, kernel, zonelist, defragMode: snapshot.defragMode === true };
  const asked: ZoneTest[] = [];
  const zones = zonelist.zones.map((zone) => {
    const test = testZone(zone, question);
    if (zone.eligible) asked.push(test);
    return zonePrediction(zone, zonelist.classIndex, test.fits, test.why, test.mayServe > 0);
  });
  return { traits, zonelist, asked, zones };
}

/** A zone as the kernel's logs name it. */
export function nameOf({ zone }: ZoneTest): string {
  return `node ${zone.node} zone ${zone.zone}`;
}
