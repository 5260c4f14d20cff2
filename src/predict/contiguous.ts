import type { KernelVersion } from '../kernel/version.ts';
import { maxOrder } from '../machine/proc/buddyinfo.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type FirstPass, firstPass, nameOf, servedFromFree, uncheckedLikelihood } from './free-block.ts';
import { type SlowPathAnswer, slowPathLikelihood } from './likelihood/slow-path.ts';
import { never } from './never.ts';
import type { Cause, Prediction } from './prediction.ts';
import { allPages, likelihoodOfSeveral } from './likelihood/several.ts';
import type { ZoneTest } from './zone-test.ts';
import { zonePrediction } from './zone-prediction.ts';

/**
 * Whether the kernel serves one block of the order: now from its free lists, after reclaim or compaction, or not
 * (mm/page_alloc.c __alloc_pages: the slow path's first pass, then what follows it).
 */
export function predictContiguous(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  const { order } = request;
  const pass = firstPass(request, snapshot, kernel);
  const largest = maxOrder(snapshot.buddy);
  if (order > largest) {
    const zones = pass.zonelist.zones.map((zone) =>
      zonePrediction(zone, null, false, `no list of order ${order}: the largest is ${largest}`),
    );
    return never(
      'fragmentation',
      `order ${order} is larger than the largest block of this kernel, order ${largest}`,
      zones,
    );
  }
  if (pass.asked.length === 0) {
    return never(
      'zone-absent',
      `this machine has no memory in zone ${pass.traits.highestZone} or below, which ${request.gfp.join('|')} asks for`,
      pass.zones,
    );
  }
  const { count = 1 } = request;
  const pages = allPages(pass.zonelist);
  if (count * 2 ** order > pages) {
    return never(
      'never',
      `${count} blocks of order ${order} are more than the ${pages} pages of all the zones that the request may use`,
      pass.zones,
    );
  }
  return (
    servedFromFree(request, snapshot, pass) ??
    servedPerhaps(request, snapshot, kernel, pass) ??
    withoutFreeBlock(request, snapshot, kernel, pass)
  );
}

/** The answer where a zone looks able to serve the request and a file that was not read would decide; else null. */
function servedPerhaps(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  pass: FirstPass,
): Prediction | null {
  const { asked, zones } = pass;
  const open = asked.find((test) => test.cause === 'open' || test.cause === 'not-read');
  if (!open) return null;
  const unchecked = open.cause === 'open' ? uncheckedLikelihood : 0.6;
  // Where the block should turn out to be closed to the request, the slow path is still there.
  const slow = slowPath(request, snapshot, kernel, pass);
  const likelihood = slow.ofAll(Math.max(unchecked, slow.likelihood));
  return {
    verdict: verdictOf(likelihood),
    likelihood,
    cause: 'not-read',
    reason: `${nameOf(open)} looks able to serve order ${request.order}: ${open.why}`,
    never: false,
    zones,
    terms: [],
    wants: open.cause === 'open' ? ['pagetypeinfo'] : [],
    advice: [],
  };
}

function withoutFreeBlock(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  pass: FirstPass,
): Prediction {
  const { asked, zones } = pass;
  const { order, count = 1 } = request;
  const { served, terms, sentence, ...slow } = slowPath(request, snapshot, kernel, pass);
  const likelihood = slow.ofAll(slow.likelihood);
  const cause = causeOf(asked);
  const verdict = verdictOf(likelihood);
  const nearest = asked.find((test) => zoneCauseOf(cause) === test.cause) ?? asked[0];
  const found =
    served > 0
      ? `${served} of ${count} blocks of order ${order} are free`
      : `no zone serves order ${order} from what is free (${nearest ? nameOf(nearest) : 'no zone'}: ${nearest?.why ?? ''})`;
  const reason = `${found}, and ${sentence}`;
  const wants: Prediction['wants'] = [];
  if (!snapshot.meminfo) wants.push('meminfo');
  if (terms.length > 0) wants.push('vmstat');
  return { verdict, likelihood, cause, reason, never: false, zones, terms, wants, advice: [] };
}

/** What the slow path makes of one block, how many are free besides, and what one's likelihood says of all that are asked for. */
function slowPath(
  { order, count = 1, pageSize }: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  { traits, zonelist, asked }: FirstPass,
): SlowPathAnswer & { served: number; ofAll: (one: number) => number } {
  const served = asked.reduce((sum, test) => sum + test.serves, 0);
  const several = { count, served, order, pageSize };
  return {
    ...slowPathLikelihood({ order, traits, zonelist, snapshot, kernel }),
    served,
    ofAll: (one) => likelihoodOfSeveral(one, several, zonelist, snapshot),
  };
}

function verdictOf(likelihood: number): Prediction['verdict'] {
  return likelihood >= 0.5 ? 'attainable' : 'unavailable';
}

/** The zone that came nearest decides: one that passed its mark lacked blocks, else pages were short. */
function causeOf(asked: readonly ZoneTest[]): Cause {
  // Some blocks are free, only not as many as asked for.
  if (asked.some((test) => test.fits)) return 'fragmentation';
  const has = (cause: ZoneTest['cause']): boolean => asked.some((test) => test.cause === cause);
  if (has('withheld')) return 'withheld-blocks';
  if (has('no-block')) return 'fragmentation';
  if (has('reserve') && !has('watermark')) return 'reserve';
  return 'watermark';
}

function zoneCauseOf(cause: Cause): ZoneTest['cause'] {
  if (cause === 'withheld-blocks') return 'withheld';
  if (cause === 'fragmentation') return 'no-block';
  return cause === 'reserve' ? 'reserve' : 'watermark';
}
