// Fits src/predict/likelihood/model.ts to recorded trials, and writes docs/likelihood.md: npm run fit [-- FILE.jsonl.gz …].
// Boosted trees whose signs are given by src/predict/likelihood/features.ts; every step is deterministic.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { features, type FeatureName } from '../../src/predict/likelihood/features.ts';
import { scoreWith } from '../../src/predict/likelihood/score.ts';
import { fit, judge, leftOut, outcomeOf, settings, wideSettings } from './judge.ts';
import { type Row, rowsOf, seedsKeptAside } from './rows.ts';
import { calibrationTable, grouped, head, meanAuc, scores, table } from './tables.ts';

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
const fitted = rows.filter((row) => !row.isKeptAside);
const aside = rows.filter((row) => row.isKeptAside);
const model = fit(rows);

const home = 'x86-64';
const isHome = (row: Row): boolean => row.architecture === home;
const isMiddle = ({ row }: { row: Row }): boolean => row.order <= 7;
const byKernel = leftOut(rows, (row) => row.kernel, isHome);
const kernels = grouped(byKernel, ({ row }) => row.kernel);
const byArchitecture = leftOut(
  rows,
  (row) => row.architecture ?? '',
  (row) => !isHome(row),
);
const machines = grouped(byArchitecture, ({ row }) => row.machine);
const hash = (text: string): number =>
  Array.from(text).reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7);
// What is kept aside is known in other boots here: its architectures would be known nowhere else.
const byRun = leftOut(
  rows.map((row) => ({ ...row, isKeptAside: false })),
  (row) => String(hash(row.run) % 5),
);

const outcomes = byKernel.map((each) => each.model);
const meanOf = (groups: typeof kernels, of: 'model' | 'wide'): string =>
  meanAuc(groups.map(([, judged]) => judged.map((each) => each[of]))).toFixed(3);
const meanRow = (name: string, groups: typeof kernels): string[] => [
  ...[name, '', '', meanOf(groups, 'model'), meanOf(groups, 'wide')],
  ...Array.from({ length: head.length - 4 }, () => ''),
];
const kernelTable = table(
  ['left out', ...head],
  [
    ...kernels.map(([kernel, judged]) => [kernel, ...scores(judged)]),
    meanRow('mean of the kernels', kernels),
    ['all', ...scores(byKernel)],
    ['all, orders 4 to 7', ...scores(byKernel.filter(isMiddle))],
  ],
);
const machineTable = table(
  ['left out with its architecture', ...head],
  [
    ...machines.map(([machine, judged]) => [machine, ...scores(judged)]),
    meanRow('mean of the machines', machines),
    ['all', ...scores(byArchitecture)],
    ['all, orders 4 to 7', ...scores(byArchitecture.filter(isMiddle))],
  ],
);
const runTable = table(
  ['a fifth of the boots left out', ...head],
  grouped(byRun, ({ row }) => row.machine).map(([machine, judged]) => [machine, ...scores(judged)]),
);
const asideJudged = judge(aside, fitted);
const asideTable = table(
  ['kept aside', ...head],
  [
    ...grouped(asideJudged, ({ row }) => `${row.machine}, ${row.kernel}`).map(([name, judged]) => [
      name,
      ...scores(judged),
    ]),
    ['all', ...scores(asideJudged)],
  ],
);
const calibration = calibrationTable(outcomes);

/** The mean AUCs, kernels and machines left out, of a model of some features. */
function means(changed: readonly Row[], without: FeatureName | null): [number, number] {
  const mean = (
    groupOf: (row: Row) => string,
    judged: (row: Row) => boolean,
    by: (row: Row) => string,
  ): number => {
    const groups = [...new Set(changed.filter(judged).map(groupOf))];
    const said = groups.flatMap((group) => {
      const others = fit(
        changed.filter((row) => groupOf(row) !== group),
        without,
      );
      const inside = changed.filter((row) => groupOf(row) === group && judged(row));
      return inside.map((row) => ({ row, outcome: outcomeOf(others, row) }));
    });
    return meanAuc(grouped(said, ({ row }) => by(row)).map(([, each]) => each.map(({ outcome }) => outcome)));
  };
  return [
    mean(
      (row) => row.kernel,
      isHome,
      (row) => row.kernel,
    ),
    mean(
      (row) => row.architecture ?? '',
      (row) => !isHome(row),
      (row) => row.machine,
    ),
  ];
}
const whole = means(rows, null);
const difference = (changed: readonly Row[], without: FeatureName | null): string[] =>
  means(changed, without).map((mean, i) => (mean - (whole[i] ?? 0)).toFixed(3));
/** As if __GFP_NORETRY meant the same before and since 7.0. */
const alike = rows.map((row) => ({ ...row, features: { ...row.features, noRetry: Number(row.noRetry) } }));

/** What each feature moves in the log-odds of a trial: on average, and how far apart its trials lie. */
const moves = fitted.map(
  (row) => new Map(scoreWith(model, row.features).terms.map((term) => [term.name, term])),
);
const weights = table(
  [...['feature', 'sign', 'moves the log-odds by, on average', 'from … to', 'trials'], 'meaning'],
  (Object.keys(features) as FeatureName[]).map((name) => {
    const terms = moves.flatMap((term) => term.get(name) ?? []);
    const by = terms.map(({ weight }) => weight);
    const average = by.reduce((sum, weight) => sum + Math.abs(weight), 0) / Math.max(1, by.length);
    const values = terms.map(({ value }) => value);
    return [
      name,
      features[name].sign > 0 ? '+' : '-',
      average.toFixed(3),
      `${Math.min(...by).toFixed(2)} … ${Math.max(...by).toFixed(2)}`,
      `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`,
      features[name].meaning,
    ];
  }),
);
const stands = (stand: Row['minMark'], noRetry: boolean | null): string => {
  const found = rows.filter((row) => row.minMark === stand && (noRetry === null || row.noRetry === noRetry));
  return `${found.filter((row) => row.granted).length} of ${found.length}`;
};
const kernelNames = grouped(fitted, (row) => row.kernel).map(([kernel]) => kernel);
const wideCount = new Set(rows.flatMap((row) => Object.keys(row.wide))).size;
const [alikeKernels = '', alikeMachines = ''] = difference(alike, null);
const [kernelsWithout72 = '', machinesWithout72 = ''] = difference(rows, 'since72');

const document = `# The likelihood of a request that no free block serves

Written by \`npm run fit\` from ${rows.length} recorded trials: what real kernels, in small guests under hard pressure, did when they were
asked for a block that none of their zones could serve from what was free, with an order above 3 or with \`__GFP_NORETRY\`.

## For fitting, and for judging

${fitted.length} trials are for fitting, of kernels ${kernelNames.join(', ')} on ${grouped(
  fitted,
  (row) => row.machine,
)
  .map(([machine]) => machine)
  .join('; ')}. The ${aside.length} of seeds
${seedsKeptAside.join(' and ')} are kept aside and in no fit: their boots drew other machines. Trials
under a condition (limits, policies, ZONE_MOVABLE …) are neither. Besides, each kernel and each architecture was judged by a model fitted to the others: the tables below say what stays where a kernel or an architecture is new.

## The model

The model is ${settings.trees} trees of at most two questions each, fitted one after the other to what those before got wrong
(gradient boosting), on ${Object.keys(features).length} features. Each question may move the answer only the way that its feature's sign says:
more free memory must never make an answer worse, nor a larger order make it better. Beyond the range of the trials nothing moves
any more, and a feature that was not read ends its tree there and moves nothing. The features are in
\`src/predict/likelihood/features.ts\`, the fit in \`tools/fit/\`.

The log-odds of a trial start at ${model.start.toFixed(3)}, the share of all that were granted. What each feature adds is told by \`--why\`:

${weights}

Of the kernel's generations two are in it. As if \`__GFP_NORETRY\` were the same before and since 7.0, the mean AUC of the kernels left out
would change by ${alikeKernels}, that of the machines by ${alikeMachines}; without what 7.2 changed, by ${kernelsWithout72} and ${machinesWithout72}. Of 5.14 it is that per-CPU lists
hold blocks. No trial has \`vm.defrag_mode\` (6.15): it is a rule of the free lists, and the likelihood does not know it.

Beside the model the min mark bounds the answer (\`src/predict/likelihood/min-mark.ts\`): a zone under it gives no block, even a free
one, until reclaim has made up what it lacks. Where a block of the order is free and the zone's own page cache covers that, ${stands('covered', false)}
trials were granted, and at least 0.6 is said (with \`__GFP_NORETRY\` ${stands('covered', true)}, and the model is left alone); where every zone lacks more than
all of the cache, ${stands('hopeless', null)}, and at most 0.1 is.

## How good the model is

"Under a constant" is how far the Brier score lies under that of always saying the trials' own share. "By chance" is the calibration error
that so many trials give to a model that is exactly right. "All that was read" is an upper bound: ${wideSettings.trees} trees of four questions each, without signs,
on ${wideCount} features, all that seemed to matter (free blocks by list and order, marks, shortages, what reclaim has, pageblock types, the counters of
vmstat, the kernel's version, the page size), fitted to the same trials and judged on the same. Where that is no better, what is missing
lies in what /proc does not show: which pages stand in the way.

Every kernel of x86-64, by a model that has seen only the others:

${kernelTable}

Every other architecture, with all its page sizes, by a model that has seen only the others:

${machineTable}

What knowing the architecture would give: every fifth of all boots by a model of the others, those kept aside among them:

${runTable}

The trials kept aside, by the model as it is:

${asideTable}

What was said of the kernels left out, and how often it happened:

${calibration}
`;
console.log(document);
writeFileSync('docs/likelihood.md', document);
writeFileSync('docs/calibration.md', `${kernelTable}\n\n${machineTable}\n\n${calibration}\n`);
writeFileSync(
  'src/predict/likelihood/model.ts',
  `// Written by \`npm run fit\` from ${fitted.length} recorded trials of kernels ${kernelNames.join(', ')}; do not edit.
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
