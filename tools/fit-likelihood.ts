// Fits src/predict/likelihood/model.ts to recorded trials: npm run fit [-- FILE.jsonl.gz …].
// Boosted trees whose signs are given by src/predict/likelihood/features.ts; every step is deterministic.
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
import { boost, settings } from './boost.ts';
import { zonelistFor } from '../src/predict/zonelist.ts';
import { gfpTraits } from '../src/kernel/gfp.ts';

interface Row {
  kernel: string;
  run: string;
  order: number;
  features: SlowPathFeatures;
  granted: boolean;
}

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
    const model = boost(rows.filter((row) => groupOf(row) !== group));
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
const model = boost(rows);

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
/** What each feature moves in the log-odds of a trial: on average, and how far apart its trials lie. */
const moves = rows.map(
  (row) => new Map(scoreWith(model, row.features).terms.map((term) => [term.name, term])),
);
const weights = [
  '| feature | moves the log-odds by, on average | from … to | trials | meaning |',
  '|---|---|---|---|---|',
  ...(Object.keys(features) as FeatureName[]).map((name) => {
    const terms = moves.flatMap((terms) => terms.get(name) ?? []);
    const by = terms.map(({ weight }) => weight);
    const average = by.reduce((sum, weight) => sum + Math.abs(weight), 0) / Math.max(1, by.length);
    const values = terms.map(({ value }) => value);
    const span = `${Math.min(...by).toFixed(2)} … ${Math.max(...by).toFixed(2)}`;
    const range = `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
    return `| ${name} | ${average.toFixed(3)} | ${span} | ${range} | ${features[name].meaning} |`;
  }),
].join('\n');

const document = `# The likelihood of a request that no free block serves

Written by \`npm run fit\` from ${rows.length} recorded trials of kernels ${[...byKernel.keys()].join(', ')}: what real kernels,
in small guests under hard pressure, did when they were asked for a block that none of their zones could serve from
what was free, with an order above 3 or with \`__GFP_NORETRY\`.

The model is ${settings.trees} trees of at most two questions each, fitted one after the other to what those before got wrong
(gradient boosting), on ${Object.keys(features).length} features. Each question may move the answer only the way that its feature's sign says:
more free memory must never make an answer worse, nor a larger order make it better. Beyond the range of the trials nothing moves
any more, and a feature that was not read ends its tree there and moves nothing. The features are in
\`src/predict/likelihood/features.ts\`, the fit in \`tools/boost.ts\`.

The log-odds of a trial start at ${model.start.toFixed(3)}, the share of all that were granted. What each feature adds is told by \`--why\`:

${weights}

Beside the model the min mark bounds the answer (\`src/predict/likelihood/min-mark.ts\`): a zone under it gives no block, even a free
one, until reclaim has made up what it lacks. Where a block of the order is free and the zone's own page cache covers that, 115 of 181
trials were granted, and at least 0.6 is said; where every zone lacks more than all of the cache, 6 of 453, and at most 0.1 is.

## How good the model is

Every kernel predicted by a model that has seen only the others; "under a constant" is how far the Brier score lies under
that of always saying that kernel's own share:

${kernelTable}

How much more there is to know from what was read: scikit-learn's gradient boosting (200 trees of 15 leaves, no signs given) on 38
features, all that seemed to matter (marks, shortages, what reclaim has, each list, pageblock types, every counter of compaction, the
kernel's version), judged in the same way, has a mean AUC of 0.839, 0.789 for orders 4 to 7, and a Brier score 27 % under a constant. What
is missing lies in what /proc does not show: which pages stand in the way.

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

export const likelihoodModel: LikelihoodModel = {
  start: ${model.start},
  // prettier-ignore
  trees: [
${model.trees.map((tree) => `    ${JSON.stringify(tree).replaceAll('"', "'").replaceAll(',', ', ')},`).join('\n')}
  ],
};
`,
);
