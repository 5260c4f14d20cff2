// Fits src/predict/likelihood/model.ts to recorded trials: npm run fit [-- FILE.jsonl.gz …].
// A logistic regression whose signs are given by src/predict/likelihood/features.ts; every step is deterministic.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type Outcome,
  areaUnderCurve,
  brierScore,
  calibrationBins,
  calibrationError,
} from './evaluate/scores.ts';
import { parseTrial } from './evaluate/trial.ts';
import { parseRelease } from '../src/kernel/release.ts';
import { snapshotOf } from '../src/machine/snapshot.ts';
import { predict } from '../src/predict/predict.ts';
import { type LikelihoodModel, probability, scoreWith } from '../src/predict/likelihood/score.ts';
import { costlyOrder } from '../src/request/order.ts';
import {
  type FeatureName,
  type SlowPathFeatures,
  features,
  slowPathFeatures,
} from '../src/predict/likelihood/features.ts';
import { zonelistFor } from '../src/predict/zonelist.ts';
import { gfpTraits } from '../src/kernel/gfp.ts';

interface Row {
  kernel: string;
  run: string;
  order: number;
  features: SlowPathFeatures;
  granted: boolean;
}

/** Strength of the pull to zero, on standardised features and the mean loss. */
const ridge = 0.01;
const steps = 4000;

function rowsOf(file: string): Row[] {
  const rows: Row[] = [];
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
  lines.forEach((line, i) => {
    const trial = parseTrial(line, file, i + 1);
    const { order, path, gfp } = trial.request;
    const traits = gfpTraits(gfp);
    if (path !== 'contiguous' || (order <= costlyOrder && !traits.noRetry)) return;
    const snapshot = snapshotOf(trial.texts);
    const kernel = parseRelease(trial.release);
    if (predict(trial.request, snapshot, kernel).verdict === 'available') return;
    const zonelist = zonelistFor(snapshot, traits.highestZone);
    rows.push({
      kernel: `${kernel?.major ?? 0}.${kernel?.minor ?? 0}`,
      run: trial.id.split('#')[0] ?? trial.id,
      order,
      features: slowPathFeatures(order, traits, zonelist, snapshot, kernel),
      granted: trial.attempts[0]?.granted ?? false,
    });
  });
  return rows;
}

function fit(rows: readonly Row[]): LikelihoodModel {
  const scaling = (Object.keys(features) as FeatureName[]).map((name) => {
    const values = rows.map((row) => row.features[name]).filter((value) => value !== null);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    const range: [number, number] = [Math.min(...values), Math.max(...values)];
    return { name, mean, range, deviation: Math.sqrt(variance) || 1 };
  });
  const inputs = rows.map((row) =>
    scaling.map(({ name, mean, deviation }) => {
      const value = row.features[name];
      return value === null ? 0 : (value - mean) / deviation;
    }),
  );
  // Accelerated projected gradient: the loss is convex, and a weight that would change its sign stays at zero.
  let weights = scaling.map(() => 0);
  let ahead = [...weights];
  let intercept = 0;
  let interceptAhead = 0;
  const rate = 4 / (scaling.length + 1);
  for (let step = 1; step <= steps; step++) {
    const gradient = scaling.map((_, j) => ridge * (ahead[j] ?? 0));
    let interceptGradient = 0;
    inputs.forEach((input, i) => {
      const z = input.reduce((sum, value, j) => sum + value * (ahead[j] ?? 0), interceptAhead);
      const error = (1 / (1 + Math.exp(-z)) - Number(rows[i]?.granted)) / rows.length;
      interceptGradient += error;
      input.forEach((value, j) => (gradient[j] = (gradient[j] ?? 0) + error * value));
    });
    const momentum = (step - 1) / (step + 2);
    const next = ahead.map((weight, j) => {
      const moved = weight - rate * (gradient[j] ?? 0);
      const sign = features[scaling[j]?.name ?? 'order'].sign;
      return Math.sign(moved) === sign ? moved : 0;
    });
    const nextIntercept = interceptAhead - rate * interceptGradient;
    ahead = next.map((weight, j) => weight + momentum * (weight - (weights[j] ?? 0)));
    interceptAhead = nextIntercept + momentum * (nextIntercept - intercept);
    weights = next;
    intercept = nextIntercept;
  }
  const round = (value: number): number => Number(value.toPrecision(6));
  return {
    intercept: round(intercept),
    terms: scaling.map(({ name, mean, range, deviation }, j) => ({
      name,
      mean: round(mean),
      range: [round(range[0]), round(range[1])],
      weight: round((weights[j] ?? 0) / deviation),
    })),
  };
}

function outcomesOf(rows: readonly Row[], model: LikelihoodModel): Outcome[] {
  return rows.map((row) => ({
    likelihood: probability(scoreWith(model, row.features).logOdds),
    granted: row.granted,
  }));
}

/** Predicts every row by a model that has not seen its group. */
function crossValidated(
  rows: readonly Row[],
  groupOf: (row: Row) => string,
): Map<string, { rows: Row[]; outcomes: Outcome[] }> {
  const held = new Map<string, { rows: Row[]; outcomes: Outcome[] }>();
  for (const group of [...new Set(rows.map(groupOf))].sort()) {
    const inside = rows.filter((row) => groupOf(row) === group);
    const model = fit(rows.filter((row) => groupOf(row) !== group));
    held.set(group, { rows: inside, outcomes: outcomesOf(inside, model) });
  }
  return held;
}

function line(name: string, outcomes: readonly Outcome[]): string {
  const granted = outcomes.filter((outcome) => outcome.granted).length;
  const share = granted / outcomes.length;
  const constant = share * (1 - share);
  const brier = brierScore(outcomes) ?? 0;
  const auc = areaUnderCurve(outcomes);
  const cells = [
    String(outcomes.length),
    String(granted),
    auc === null ? '-' : auc.toFixed(3),
    brier.toFixed(3),
    constant === 0 ? '-' : `${((1 - brier / constant) * 100).toFixed(0)} %`,
    (calibrationError(outcomes) ?? 0).toFixed(3),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7);
}

const named = process.argv.slice(2);
const folder = 'test/corpus/trials';
const files =
  named.length > 0
    ? named
    : readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl.gz'))
        .sort()
        .map((name) => join(folder, name));
const rows = files.flatMap(rowsOf);
const model = fit(rows);

const head = [
  '| left out | trials | granted | AUC | Brier | under a constant | calibration error |',
  '|---|---|---|---|---|---|---|',
];
const byKernel = crossValidated(rows, (row) => row.kernel);
const held = [...byKernel.values()];
const outcomes = held.flatMap((group) => group.outcomes);
const middle = held.flatMap((group) => group.outcomes.filter((_, i) => (group.rows[i]?.order ?? 0) <= 7));
const kernelTable = [
  ...head,
  ...[...byKernel].map(([kernel, group]) => line(kernel, group.outcomes)),
  line('all', outcomes),
  line('all, orders 4 to 7', middle),
].join('\n');
const runs = [...crossValidated(rows, (row) => String(hash(row.run) % 10)).values()].flatMap(
  (group) => group.outcomes,
);
const runTable = [...head, line('all', runs)].join('\n');
const calibration = [
  '| said | trials | said on average | happened |',
  '|---|---|---|---|',
  ...calibrationBins(outcomes)
    .filter((bin) => bin.count > 0)
    .map(
      (bin) =>
        `| ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)} | ${bin.count} | ${bin.said.toFixed(2)} | ${(bin.happened * 100).toFixed(0)} % |`,
    ),
].join('\n');
const weights = [
  '| feature | weight | mean of the trials | range of the trials | meaning |',
  '|---|---|---|---|---|',
  ...model.terms.map(
    ({ name, weight, mean, range: [least, most] }) =>
      `| ${name} | ${weight.toFixed(3)} | ${mean.toFixed(2)} | ${least.toFixed(2)} to ${most.toFixed(2)} | ${features[name].meaning} |`,
  ),
].join('\n');

const document = `# The likelihood of a request that no free block serves

Written by \`npm run fit\` from ${rows.length} recorded trials of kernels ${[...byKernel.keys()].join(', ')}: what real kernels,
in small guests under hard pressure, did when they were asked for a block that none of their zones could serve from
what was free, with an order above 3 or with \`__GFP_NORETRY\`.

The model is a logistic regression on ${model.terms.length} features, pulled to zero a little (ridge ${ridge}). The sign of every
weight is given beforehand: more free memory must never make an answer worse, nor a larger order make it better. A value
outside the range of the trials counts as the range's end, and one that was not read stands at the mean and moves
nothing. The features are in \`src/predict/likelihood/features.ts\`.

The log-odds start at ${model.intercept.toFixed(3)}, and each feature adds its weight times its distance from the mean:

${weights}

## How good it is

Every kernel predicted by a model that has seen only the others; "under a constant" is how far the Brier score lies under
that of always saying that kernel's own share:

${kernelTable}

Every tenth of the guest runs predicted by a model that has seen only the others:

${runTable}

What was said of the kernels left out, and how often it happened:

${calibration}
`;
console.log(document);
mkdirSync('docs', { recursive: true });
writeFileSync('docs/likelihood.md', document);
writeFileSync('docs/calibration.md', `${kernelTable}\n\n${calibration}\n`);
writeFileSync(
  'src/predict/likelihood/model.ts',
  `// Written by \`npm run fit\` from ${rows.length} recorded trials of kernels ${[...byKernel.keys()].join(', ')}; do not edit.
import type { LikelihoodModel } from './score.ts';

export const likelihoodModel: LikelihoodModel = ${JSON.stringify(model, null, 2)};
`,
);
