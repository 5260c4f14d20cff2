import {
  type Outcome,
  areaUnderCurve,
  brierScore,
  calibrationBins,
  calibrationError,
} from '../evaluate/scores.ts';
import type { Judged } from './judge.ts';

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export const head = [
  'trials',
  'granted',
  'AUC',
  'AUC of all that was read',
  'Brier',
  'under a constant',
  'of all that was read',
  'calibration error',
  'by chance',
];

const auc = (outcomes: readonly Outcome[]): string => areaUnderCurve(outcomes)?.toFixed(3) ?? '-';

/** How far the Brier score lies under that of always saying the trials' own share. */
function underConstant(outcomes: readonly Outcome[]): string {
  const share = outcomes.filter((outcome) => outcome.granted).length / outcomes.length;
  const constant = share * (1 - share);
  return constant === 0 ? '-' : `${((1 - (brierScore(outcomes) ?? 0) / constant) * 100).toFixed(0)} %`;
}

/** The calibration error that a model has on so many trials even if what it says is exactly right, as the normal distribution has it. */
function errorByChance(outcomes: readonly Outcome[]): number {
  const variances = Array.from({ length: 10 }, () => 0);
  for (const { likelihood } of outcomes) {
    const bin = Math.min(9, Math.floor(likelihood * 10));
    variances[bin] = (variances[bin] ?? 0) + likelihood * (1 - likelihood);
  }
  const apart = variances.reduce((sum, variance) => sum + Math.sqrt((2 / Math.PI) * variance), 0);
  return apart / outcomes.length;
}

/** The cells of `head` for some trials. */
export function scores(judged: readonly Judged[]): string[] {
  const outcomes = judged.map(({ model }) => model);
  const wide = judged.map(({ wide: each }) => each);
  return [
    String(outcomes.length),
    String(outcomes.filter((outcome) => outcome.granted).length),
    ...[auc(outcomes), auc(wide)],
    (brierScore(outcomes) ?? 0).toFixed(3),
    ...[underConstant(outcomes), underConstant(wide)],
    (calibrationError(outcomes) ?? 0).toFixed(3),
    errorByChance(outcomes).toFixed(3),
  ];
}

/** The mean of the groups' AUCs. */
export function meanAuc(groups: readonly (readonly Outcome[])[]): number {
  const found = groups.map(areaUnderCurve).filter((each) => each !== null);
  return found.reduce((sum, each) => sum + each, 0) / found.length;
}

/** What was said, and how often it happened. */
export function calibrationTable(outcomes: readonly Outcome[]): string {
  return table(
    ['said', 'trials', 'said on average', 'happened'],
    calibrationBins(outcomes)
      .filter((bin) => bin.count > 0)
      .map(({ from, to, count, said, happened }) => [
        `${from.toFixed(1)} to ${to.toFixed(1)}`,
        ...[String(count), said.toFixed(2), `${(happened * 100).toFixed(0)} %`],
      ]),
  );
}

/** By group, in order. */
export function grouped<T>(all: readonly T[], groupOf: (each: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(groupOf(each), [...(groups.get(groupOf(each)) ?? []), each]);
  const numeric = new Intl.Collator('en', { numeric: true });
  return [...groups].sort(([a], [b]) => numeric.compare(a, b));
}
