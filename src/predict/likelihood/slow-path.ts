import { costlyOrder } from '../../request/order.ts';
import type { LikelihoodTerm } from '../prediction.ts';
import { hasFreeSwap, reclaimablePages } from '../reclaimable.ts';
import { slowPathFeatures } from './features.ts';
import { minMarkBounds } from './min-mark.ts';
import { likelihoodModel } from './model.ts';
import type { SlowPath } from './question.ts';
import { probability, scoreWith } from './score.ts';

/** The answer for a request that no free block serves, with the terms that moved it. */
export interface SlowPathAnswer {
  likelihood: number;
  terms: LikelihoodTerm[];
  /** goes into the reason after "and" */
  sentence: string;
}

/**
 * Measured on 5,096 recorded trials with a scan of every page: in 943 no aligned block without an unmovable page was found, the
 * model said 8 % and 5 % were granted, which this makes up (likeliest shift); where one was, it said 18 % and 19 % were.
 */
const noMovableBlock = -0.6;

/** The model is never surer than this of what it has not seen. */
const [minLikelihood, maxLikelihood] = [0.01, 0.97];

/**
 * How likely reclaim and compaction are to make the block (mm/page_alloc.c __alloc_pages_slowpath): orders up to 3 are
 * retried until they succeed; larger ones get one reclaim and two compactions, and a model fitted to recorded trials
 * weighs what those start from; callers that cannot block get neither.
 */
export function slowPathLikelihood(slowPath: SlowPath): SlowPathAnswer {
  const { order, traits, snapshot } = slowPath;
  if (!traits.mayBlock) {
    const sentence = 'a request that cannot block gets neither reclaim nor compaction';
    return { likelihood: 0.05, terms: [], sentence };
  }
  const small = tooSmallToFail(slowPath);
  if (order <= costlyOrder && !traits.noRetry) return small;
  const { logOdds, start, terms } = scoreWith(likelihoodModel, slowPathFeatures(slowPath));
  terms.unshift({ name: 'start', value: start, weight: start, meaning: 'the log-odds before any term' });
  if (snapshot.movableBlockFound !== null) terms.push(scanTerm(snapshot.movableBlockFound));
  const once = probability(logOdds + (snapshot.movableBlockFound === false ? noMovableBlock : 0));
  const { least, most } = minMarkBounds(slowPath);
  let likelihood = Math.min(maxLikelihood, most, Math.max(minLikelihood, least, once));
  if (traits.retryMayFail) likelihood = 1 - (1 - likelihood) ** 3;
  // Without __GFP_IO there is no compaction at all, only reclaim (gfp_compaction_allowed).
  if (!traits.mayIo) likelihood = Math.min(likelihood, 0.15);
  const sentence = traits.noRetry
    ? 'with __GFP_NORETRY the kernel gives up after one reclaim and one compaction'
    : `an order above ${costlyOrder} gets one reclaim and two compactions, then fails`;
  return { likelihood: Math.min(likelihood, small.likelihood), terms, sentence };
}

function scanTerm(found: boolean): LikelihoodTerm {
  const meaning = found
    ? 'a block of the order without an unmovable page was found'
    : 'every block of the order has an unmovable page in it';
  return { name: 'movableBlock', value: Number(found), weight: found ? 0 : noMovableBlock, meaning };
}

/** Orders up to 3 loop until reclaim, compaction or the OOM killer has made room. */
function tooSmallToFail({ order, zonelist, snapshot }: SlowPath): SlowPathAnswer {
  const reclaimable = reclaimablePages(zonelist.zones, hasFreeSwap(snapshot));
  if (reclaimable > 64 * 2 ** order) {
    return {
      likelihood: 0.98,
      terms: [],
      sentence: 'an order up to 3 is retried until reclaim or compaction has made the block',
    };
  }
  if (zonelist.onlyNode !== null) {
    return {
      likelihood: 0.3,
      terms: [],
      sentence: `with ${reclaimable} pages of cache left on the one node that is asked, no OOM killer makes room there (__alloc_pages_may_oom)`,
    };
  }
  return {
    likelihood: 0.75,
    terms: [],
    sentence: `an order up to 3 is retried, but with ${reclaimable} pages of cache left the OOM killer may have to make room`,
  };
}
