import { type FeatureName, features } from '../../src/predict/likelihood/features.ts';
import { type LikelihoodModel, probability } from '../../src/predict/likelihood/score.ts';
import type { Outcome } from '../evaluate/scores.ts';
import { type BoostSettings, type Signs, boost, logOddsOf } from './boost.ts';
import type { Row } from './rows.ts';

export const settings: BoostSettings = {
  trees: 150,
  rate: 0.09,
  depth: 2,
  leastRows: 30,
  ridge: 5,
  cuts: 63,
};
/** For the model that need not be explained. */
export const wideSettings: BoostSettings = {
  ...{ trees: 80, rate: 0.12, depth: 4, leastRows: 25, ridge: 5, cuts: 23 },
};

const names = Object.keys(features) as FeatureName[];
const signs = Object.fromEntries(names.map((name) => [name, features[name].sign])) as Signs<FeatureName>;

/** A trial, and what was said of it by models that had not seen it. */
export interface Judged {
  row: Row;
  model: Outcome;
  /** by the model of everything that was recorded */
  wide: Outcome;
}

/** The model of some trials. */
export function fit(rows: readonly Row[], without: FeatureName | null = null): LikelihoodModel {
  const used = Object.fromEntries(
    Object.entries(signs).filter(([name]) => name !== without),
  ) as Signs<FeatureName>;
  return boost(
    rows.filter((row) => !row.isKeptAside),
    used,
    settings,
  );
}

/** What the model says, within the bounds that the min mark sets. */
export function outcomeOf(model: LikelihoodModel, { features: values, bounds, granted }: Row): Outcome {
  const once = probability(logOddsOf(model, values));
  return { likelihood: Math.min(bounds.most, Math.max(bounds.least, once)), granted };
}

/** Some trials, judged by a model of others; those kept aside are in no fit. */
export function judge(rows: readonly Row[], others: readonly Row[]): Judged[] {
  const model = fit(others);
  const fitted = others.filter((row) => !row.isKeptAside);
  const known = [...new Set(fitted.flatMap((row) => Object.keys(row.wide)))];
  const wideRow = ({
    wide,
    granted,
  }: Row): { features: Record<string, number | null>; granted: boolean } => ({
    features: Object.fromEntries(known.map((name) => [name, wide[name] ?? null])),
    granted,
  });
  const free = Object.fromEntries(known.map((name) => [name, 0 as const]));
  const widest = boost<string>(fitted.map(wideRow), free, wideSettings);
  return rows.map((row) => ({
    row,
    model: outcomeOf(model, row),
    wide: { likelihood: probability(logOddsOf(widest, wideRow(row).features)), granted: row.granted },
  }));
}

/** Judges each group by a model that has not seen it. */
export function leftOut(
  rows: readonly Row[],
  groupOf: (row: Row) => string,
  judged: (row: Row) => boolean = () => true,
): Judged[] {
  const groups = [...new Set(rows.filter(judged).map(groupOf))];
  return groups.flatMap((group) =>
    judge(
      rows.filter((row) => groupOf(row) === group && judged(row)),
      rows.filter((row) => groupOf(row) !== group),
    ),
  );
}
