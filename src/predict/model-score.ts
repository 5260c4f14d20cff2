import type { LikelihoodTerm } from './prediction.ts';
import { type FeatureName, type SlowPathFeatures, features } from './slow-path-features.ts';

/** A logistic regression: the log-odds are the intercept plus each weight times the distance from the mean. */
export interface LikelihoodModel {
  intercept: number;
  terms: { name: FeatureName; mean: number; weight: number }[];
}

/** The features that the model weighs; the others were tried and added nothing on kernels that the fit had not seen. */
export const modelFeatures: readonly FeatureName[] = [
  'noRetry',
  'order',
  'nearBlocks',
  'movableFree',
  'fileShare',
  'kernelShare',
  'isolated',
  'compactFail',
];

/** The likelihood and what moved it; a feature that was not read stands at its mean and moves nothing. */
export function scoreWith(
  { intercept, terms }: LikelihoodModel,
  values: SlowPathFeatures,
): { likelihood: number; terms: LikelihoodTerm[] } {
  const moved = terms.flatMap(({ name, mean, weight }) => {
    const value = values[name];
    return value === null
      ? []
      : [{ name, value, weight: weight * (value - mean), meaning: features[name].meaning }];
  });
  const logOdds = moved.reduce((sum, term) => sum + term.weight, intercept);
  return { likelihood: 1 / (1 + Math.exp(-logOdds)), terms: moved };
}
