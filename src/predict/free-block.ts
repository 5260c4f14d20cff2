import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { type GfpTraits, gfpTraits } from '../kernel/gfp.ts';
import type { Request } from '../request/request.ts';
import type { Prediction, ZonePrediction } from './prediction.ts';
import { type ZoneTest, testZone } from './zone-test.ts';
import { zonePrediction } from './zone-prediction.ts';
import { type Zonelist, zonelistFor } from './zonelist.ts';

/** The likelihood of an answer that could not be checked to the end: goes, but is no promise. */
export const uncheckedLikelihood = 0.9;
/** Measured: 2,706 of 2,707 requests that the test let through were granted. */
const availableLikelihood = 0.999;

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
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const question = { order, traits, kernel, zonelist, defragMode: snapshot.defragMode };
  const asked: ZoneTest[] = [];
  const zones = zonelist.zones.map((zone) => {
    const test = testZone(zone, question);
    if (zone.eligible) asked.push(test);
    return zonePrediction(zone, zonelist.classIndex, test.fits, test.why);
  });
  return { traits, zonelist, asked, zones };
}

/** The answer where the free lists serve as many blocks as are asked for; else null. */
export function servedFromFree(
  { order, count = 1 }: Request,
  snapshot: Snapshot,
  { asked, zones, traits }: FirstPass,
): Prediction | null {
  const fitting = asked.filter((test) => test.fits);
  const [best] = fitting;
  if (!best || fitting.reduce((sum, test) => sum + test.serves, 0) < count) return null;
  const doubt = nodeDoubt(fitting, asked, snapshot, traits);
  const reason = `${nameOf(best)} serves order ${order} from what is free: ${best.why}`;
  return {
    verdict: doubt === null ? 'available' : 'attainable',
    likelihood: doubt === null ? availableLikelihood : uncheckedLikelihood,
    cause: 'none',
    reason: doubt === null ? reason : `${reason}; ${doubt}`,
    never: false,
    zones,
    terms: [],
    wants: [],
    advice: [],
  };
}

/** Why a fitting zone may still be out of this caller's reach; null where nothing speaks against it. */
function nodeDoubt(
  fitting: readonly ZoneTest[],
  asked: readonly ZoneTest[],
  snapshot: Snapshot,
  traits: GfpTraits,
): string | null {
  const nodes = new Set(fitting.map((test) => test.zone.node));
  if (traits.thisNode && asked.some((test) => !nodes.has(test.zone.node))) {
    return 'but __GFP_THISNODE asks for one node, and not every node can';
  }
  const allowed = snapshot.allowedNodes;
  if (allowed && !traits.atomic && !allowed.some((node) => nodes.has(node))) {
    return `but this process's cpuset allows only node ${allowed.join(', ')}`;
  }
  return null;
}

/** A zone as the kernel's logs name it. */
export function nameOf({ zone }: ZoneTest): string {
  return `node ${zone.node} zone ${zone.zone}`;
}
