import type { LikelihoodTerm } from '../prediction.ts';
import { type FeatureName, type SlowPathFeatures, features } from './features.ts';

/**
 * A logistic regression: the log-odds are the intercept plus each weight times the distance from the mean.
 * A value outside `range`, which no trial had, counts as the range's end: what was never seen proves nothing more.
 */
export interface LikelihoodModel {
  intercept: number;
  terms: { name: FeatureName; mean: number; weight: number; range: [number, number] }[];
}

/** The log-odds of the likelihood and what moved them; a feature that was not read stands at its mean and moves nothing. */
export function scoreWith(
  { intercept, terms }: LikelihoodModel,
  values: SlowPathFeatures,
): { logOdds: number; terms: LikelihoodTerm[] } {
  const moved = terms.flatMap(({ name, mean, weight, range: [min, max] }) => {
    const value = values[name];
    return value === null
      ? []
      : [
          {
            name,
            value,
            weight: weight * (Math.min(max, Math.max(min, value)) - mean),
            meaning: features[name].meaning,
          },
        ];
  });
  const logOdds = moved.reduce((sum, term) => sum + term.weight, intercept);
  return { logOdds, terms: moved };
}

/** The logistic function. */
export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
