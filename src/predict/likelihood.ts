import type { KernelRelease } from '../kernel/release.ts';
import type { Snapshot } from '../memory/snapshot.ts';
import type { GfpTraits } from '../request/gfp.ts';
import type { Request } from '../request/request.ts';
import { compactionOutlook, costlyOrder } from './compaction.ts';
import type { LikelihoodTerm } from './prediction.ts';
import { hasFreeSwap, reclaimablePages } from './reclaimable.ts';
import type { Zonelist } from './zonelist.ts';

/** What the slow path starts from. */
export interface SlowPath {
  request: Request;
  traits: GfpTraits;
  zonelist: Zonelist;
  snapshot: Snapshot;
  kernel: KernelRelease | null;
}

/** The answer for a request that no free block serves, with the terms that moved it. */
export interface SlowPathAnswer {
  likelihood: number;
  terms: LikelihoodTerm[];
  /** goes into the reason after "and" */
  sentence: string;
}

/**
 * How likely reclaim and compaction are to make the block (mm/page_alloc.c __alloc_pages_slowpath): orders up to 3
 * are retried until they succeed, larger ones get one reclaim and two compactions, and callers that cannot block none.
 */
export function slowPathLikelihood({
  request,
  traits,
  zonelist,
  snapshot,
  kernel,
}: SlowPath): SlowPathAnswer {
  const { order } = request;
  const eligible = zonelist.zones.filter((zone) => zone.eligible);
  if (!traits.mayBlock) {
    return {
      likelihood: 0.05,
      terms: [],
      sentence: 'a request that cannot block gets neither reclaim nor compaction',
    };
  }
  const reclaimable = reclaimablePages(eligible, hasFreeSwap(snapshot));
  if (order <= costlyOrder && !traits.noRetry) {
    return order3(reclaimable, request.pages);
  }
  const outlooks = eligible.map((zone) => compactionOutlook(zone, order, zonelist.classIndex, kernel));
  const suitable = outlooks.some((outlook) => outlook.suitable);
  const managed = eligible.reduce((sum, { info }) => sum + (info?.managedPages ?? 0), 0);
  const cacheful = reclaimable > Math.max(5000, managed / 50);
  const tight = eligible.every(({ info }) => !info || info.freePages < info.watermarkPages.high);
  let likelihood = suitable ? (cacheful && tight ? 0.2 : 0.65) : cacheful ? 0.35 : 0.05;
  if (traits.noRetry) likelihood *= 0.4;
  else if (traits.retryMayFail) likelihood = 1 - (1 - likelihood) ** 3;
  if (!traits.mayIo) likelihood = Math.min(likelihood, 0.15);
  const sentence = suitable
    ? `compaction would start (free pages exceed the low mark by ${Math.max(...outlooks.map((o) => o.headroomPages))})`
    : `compaction would not start for lack of free pages, with ${reclaimable} pages of cache to reclaim`;
  return { likelihood, terms: [], sentence };
}

function order3(reclaimable: number, pages: number): SlowPathAnswer {
  if (reclaimable > 64 * pages) {
    return {
      likelihood: 0.98,
      terms: [],
      sentence: 'an order up to 3 is retried until reclaim or compaction has made it',
    };
  }
  return {
    likelihood: 0.75,
    terms: [],
    sentence: `an order up to 3 is retried, but with ${reclaimable} pages of cache left the OOM killer may have to make room`,
  };
}
