import type { Cause, Prediction, ZonePrediction } from './prediction.ts';

/** The answer where no state of the machine can serve the request. */
export function never(cause: Cause, reason: string, zones: ZonePrediction[]): Prediction {
  return {
    verdict: 'unavailable',
    likelihood: 0,
    cause,
    reason,
    never: true,
    zones,
    terms: [],
    wants: [],
    advice: [],
  };
}
