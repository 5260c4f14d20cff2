import type { LikelihoodTerm } from '../prediction.ts';
import { type FeatureName, type SlowPathFeatures, features } from './features.ts';

/**
 * A tree: a leaf is what it adds to the log-odds; a question is a feature, the value from which on the second branch counts,
 * and the share of the trials that the first one had.
 */
export type Tree<Name extends string = FeatureName> =
  number | readonly [name: Name, from: number, share: number, below: Tree<Name>, above: Tree<Name>];

/** The log-odds are the start and what each tree adds (gradient boosting). */
export interface LikelihoodModel<Name extends string = FeatureName> {
  start: number;
  trees: readonly Tree<Name>[];
}

/**
 * The log-odds of the likelihood and what moved them: at each question what a tree adds on average becomes that of one
 * branch, which is the feature's doing. Where a feature was not read, both branches count by their shares: it moves nothing.
 */
export function scoreWith(
  { start, trees }: LikelihoodModel,
  values: SlowPathFeatures,
): { logOdds: number; start: number; terms: LikelihoodTerm[] } {
  const moved = new Map<FeatureName, number>();
  const ask = (tree: Tree, weight: number): void => {
    if (typeof tree === 'number') return;
    const [name, from, share, below, above] = tree;
    const value = values[name];
    if (value === null) {
      ask(below, weight * share);
      ask(above, weight * (1 - share));
      return;
    }
    const branch = value < from ? below : above;
    moved.set(name, (moved.get(name) ?? 0) + weight * (averageOf(branch) - averageOf(tree)));
    ask(branch, weight);
  };
  for (const tree of trees) ask(tree, 1);
  const before = trees.reduce<number>((sum, tree) => sum + averageOf(tree), start);
  const terms = (Object.keys(features) as FeatureName[]).flatMap((name) => {
    const [value, weight] = [values[name], moved.get(name)];
    return value === null || weight === undefined
      ? []
      : [{ name, value, weight, meaning: features[name].meaning }];
  });
  return { logOdds: terms.reduce((sum, term) => sum + term.weight, before), start: before, terms };
}

/** What a tree adds on average. */
function averageOf(tree: Tree): number {
  if (typeof tree === 'number') return tree;
  const [, , share, below, above] = tree;
  return share * averageOf(below) + (1 - share) * averageOf(above);
}

/** The logistic function. */
export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
