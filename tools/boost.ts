// Gradient boosting with trees of two questions, each of which may only move the answer the way its feature's sign says.
// J. H. Friedman, "Greedy function approximation: a gradient boosting machine" (2001); leaves by Newton's step and the bounds of
// monotone children as XGBoost has them. Every step is deterministic.
import { type FeatureName, type SlowPathFeatures, features } from '../src/predict/likelihood/features.ts';
import { type LikelihoodModel, type Tree, scoreWith } from '../src/predict/likelihood/score.ts';

export interface BoostedRow {
  features: SlowPathFeatures;
  granted: boolean;
}

export const settings = { trees: 130, rate: 0.09, ridge: 5, leastRows: 30, cuts: 63, depth: 2 } as const;

const names = Object.keys(features) as FeatureName[];

/** A feature's values as numbers of the cuts that lie at or below them; `none` where it was not read. */
interface Column {
  name: FeatureName;
  sign: number;
  cuts: number[];
  bins: Uint8Array;
}

const none = 255;

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

function columnOf(name: FeatureName, rows: readonly BoostedRow[]): Column {
  const values = rows.map((row) => row.features[name]);
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const cuts = Array.from({ length: settings.cuts }, (_, i) => {
    const at = Math.floor(((i + 1) * sorted.length) / (settings.cuts + 1));
    const [below, value] = [sorted[at - 1] ?? 0, sorted[at] ?? 0];
    return rounded((below + value) / 2, 4);
  });
  const distinct = [...new Set(cuts)].filter((cut) => cut > (sorted[0] ?? 0)).sort((a, b) => a - b);
  const bins = Uint8Array.from(values, (value) =>
    value === null ? none : distinct.filter((cut) => cut <= value).length,
  );
  return { name, sign: features[name].sign, cuts: distinct, bins };
}

/** The sums that a leaf is made of. */
interface Sums {
  gradient: number;
  hessian: number;
  rows: number;
}

interface Bounds {
  least: number;
  most: number;
}

const leafOf = ({ gradient, hessian }: Sums, { least, most }: Bounds): number =>
  Math.min(most, Math.max(least, -gradient / (hessian + settings.ridge)));

/** How much less is lost with a leaf of that value, twice. */
const gainOf = ({ gradient, hessian }: Sums, leaf: number): number =>
  -(2 * gradient * leaf + (hessian + settings.ridge) * leaf * leaf);

interface Split {
  column: Column;
  cut: number;
  below: Sums;
  above: Sums;
}

class Booster {
  readonly #rows: readonly BoostedRow[];
  readonly #columns: Column[];
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;

  constructor(rows: readonly BoostedRow[]) {
    this.#rows = rows;
    this.#columns = names.map((name) => columnOf(name, rows));
    this.#gradients = new Float64Array(rows.length);
    this.#hessians = new Float64Array(rows.length);
  }

  /** One tree for what the log-odds still get wrong; adds it to them. */
  grow(logOdds: Float64Array, granted: Uint8Array): Tree {
    logOdds.forEach((z, i) => {
      const p = 1 / (1 + Math.exp(-z));
      this.#gradients[i] = p - (granted[i] ?? 0);
      this.#hessians[i] = p * (1 - p);
    });
    const all = Uint32Array.from(logOdds, (_, i) => i);
    const tree = this.#node(all, { least: -Infinity, most: Infinity }, 0);
    this.#rows.forEach((row, i) => {
      logOdds[i] = (logOdds[i] ?? 0) + scoreWith({ start: 0, trees: [tree] }, row.features).logOdds;
    });
    return tree;
  }

  #node(rows: Uint32Array, bounds: Bounds, depth: number): Tree {
    const sums = this.#sumsOf(rows);
    const split = depth < settings.depth ? this.#bestSplit(rows, sums, bounds) : null;
    if (!split) return rounded(settings.rate * leafOf(sums, bounds), 3);
    const { column, cut } = split;
    const [low, high] = [leafOf(split.below, bounds), leafOf(split.above, bounds)];
    const middle = (low + high) / 2;
    const [under, over] = [
      { ...bounds, most: middle },
      { ...bounds, least: middle },
    ];
    const isBelow = (row: number): boolean => (column.bins[row] ?? none) <= cut;
    const isKnown = (row: number): boolean => column.bins[row] !== none;
    const part = (of: (row: number) => boolean, within: Bounds): Tree =>
      this.#node(rows.filter(of), within, depth + 1);
    const rises = column.sign > 0;
    const below = part((row) => isKnown(row) && isBelow(row), rises ? under : over);
    const above = part((row) => isKnown(row) && !isBelow(row), rises ? over : under);
    const share = split.below.rows / (split.below.rows + split.above.rows);
    return [column.name, column.cuts[cut] ?? 0, rounded(share, 2), below, above];
  }

  #sumsOf(rows: Uint32Array): Sums {
    const sums = { gradient: 0, hessian: 0, rows: rows.length };
    for (const row of rows) {
      sums.gradient += this.#gradients[row] ?? 0;
      sums.hessian += this.#hessians[row] ?? 0;
    }
    return sums;
  }

  #bestSplit(rows: Uint32Array, whole: Sums, bounds: Bounds): Split | null {
    let best: Split | null = null;
    let bestGain = gainOf(whole, leafOf(whole, bounds)) + 1e-6;
    for (const column of this.#columns) {
      const bins = Array.from({ length: column.cuts.length + 1 }, () => ({
        gradient: 0,
        hessian: 0,
        rows: 0,
      }));
      const known = { gradient: 0, hessian: 0, rows: 0 };
      for (const row of rows) {
        const bin = bins[column.bins[row] ?? none];
        if (!bin) continue;
        for (const sums of [bin, known]) {
          sums.gradient += this.#gradients[row] ?? 0;
          sums.hessian += this.#hessians[row] ?? 0;
          sums.rows++;
        }
      }
      const unknown = {
        gradient: whole.gradient - known.gradient,
        hessian: whole.hessian - known.hessian,
        rows: whole.rows - known.rows,
      };
      const rest = gainOf(unknown, unknown.rows === 0 ? 0 : leafOf(whole, bounds));
      const below = { gradient: 0, hessian: 0, rows: 0 };
      for (const [cut, bin] of bins.slice(0, -1).entries()) {
        below.gradient += bin.gradient;
        below.hessian += bin.hessian;
        below.rows += bin.rows;
        const above = {
          gradient: known.gradient - below.gradient,
          hessian: known.hessian - below.hessian,
          rows: known.rows - below.rows,
        };
        if (Math.min(below.rows, above.rows) < settings.leastRows) continue;
        const [low, high] = [leafOf(below, bounds), leafOf(above, bounds)];
        if ((high - low) * column.sign < 0) continue;
        const gain = gainOf(below, low) + gainOf(above, high) + rest;
        if (gain > bestGain) {
          bestGain = gain;
          best = { column, cut, below: { ...below }, above };
        }
      }
    }
    return best;
  }
}

/** Fits the model to trials. */
export function boost(rows: readonly BoostedRow[]): LikelihoodModel {
  const granted = Uint8Array.from(rows, (row) => Number(row.granted));
  const share = granted.reduce((sum, each) => sum + each, 0) / rows.length;
  const start = rounded(Math.log(share / (1 - share)), 4);
  const logOdds = new Float64Array(rows.length).fill(start);
  const booster = new Booster(rows);
  const trees = Array.from({ length: settings.trees }, () => booster.grow(logOdds, granted));
  return { start, trees };
}
