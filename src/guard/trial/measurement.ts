import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { Prediction } from '../../predict/prediction.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import { gfpTraits } from '../../kernel/gfp.ts';
import type { Request } from '../../request/request.ts';
import type { TrialResult } from './result.ts';

/** Of 67 attempts right after a refused one, 12 were granted. */
const afterRefusal = 0.15;

/** Whether a trial, which asks with GFP_KERNEL_ACCOUNT for unmovable pages, answers this request. */
export function isMeasurable({ path, gfp }: Request): boolean {
  const traits = gfpTraits(gfp);
  const asKernel = traits.mayBlock && traits.mayIo && !traits.noRetry && !traits.retryMayFail;
  return path === 'contiguous' && asKernel && !traits.movable && traits.highestZone === 'Normal';
}

/**
 * Whether a block that a trial was granted from what was free is free again: every zone that may have served it may do so now
 * and has no fewer blocks of the order.
 */
export function isGivenBack(
  order: number,
  { measured, stalled }: TrialResult,
  before: readonly ZonePrediction[],
  after: readonly ZonePrediction[],
): boolean {
  const blocks = ({ freeBlocks }: ZonePrediction): number =>
    Math.floor(pagesInBlocks(freeBlocks, order) / 2 ** order);
  const isKept = (zone: ZonePrediction): boolean =>
    after.some(
      (now) => now.node === zone.node && now.zone === zone.zone && now.mayFit && blocks(now) >= blocks(zone),
    );
  return measured === 'granted' && stalled === false && before.every((zone) => !zone.mayFit || isKept(zone));
}

/** The block was given back, but the zones may not serve it again: allocating it may have raised their marks. */
const afterGrant = 0.9;

/**
 * The prediction after the kernel was really asked: what it did overrides what was expected of it.
 * @param after the prediction now that the block has been given back
 */
export function withMeasurement(
  prediction: Prediction,
  request: Request,
  trial: TrialResult,
  after: Prediction,
): Prediction {
  if (trial.measured === null || !isMeasurable(request)) return prediction;
  const asked = `the kernel was asked for a block of order ${request.order} and ${trial.measured} it`;
  if (trial.measured === 'refused') {
    const likelihood = Math.min(prediction.likelihood, afterRefusal);
    return {
      ...prediction,
      verdict: 'unavailable',
      likelihood,
      reason: `${asked}; before, ${prediction.reason}`,
    };
  }
  const how = trial.stalled === true ? `${asked} after reclaim or compaction` : asked;
  const reason = `${how}; before, ${prediction.reason}`;
  if (after.verdict !== 'available') {
    const likelihood = Math.max(after.likelihood, afterGrant);
    return {
      ...after,
      verdict: 'attainable',
      likelihood,
      reason: `${how} and took it back; now, ${after.reason}`,
    };
  }
  return { ...after, likelihood: 0.99, reason };
}
