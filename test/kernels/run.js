// npm run test:kernels -- [--kernel 5.10]… [--arch arm64] [--part check|trial|story|truth|explain]… [--checks N] [--trials N] [--seed S] [--jobs N] [--verbose]
//   [--all | --plan NAME] [--truth FILE]
// Boots real Debian kernels; in each the real command answers and the kernel is then really asked. Exit 1 where they disagree.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { architecture, architectures } from './architectures.js';
import { plans as failurePlans } from './explain/jobs.js';
import { explainPart } from './explain/part.js';
import { kernels } from './kernels.js';
import { labFiles } from './lab-files.js';
import { media } from './image.js';
import { checkPart, storyPart, trialPart } from './parts.js';
import { missingProgram } from './programs.js';
import { plans } from './truth/jobs.js';
import { truthPart } from './truth/part.js';
import { writeTruth } from './truth/report.js';

function wrong(text) {
  console.error(`test:kernels: ${text}`);
  process.exit(64);
}

/** The truth of what is asked for differs by kernel more than how the allocator answers. */
const all = ['5.10', '6.1', '6.12', 'newest'];
const usualKernels = { check: ['5.10', '6.12', 'newest'], truth: all, explain: ['5.10', '6.1'] };
const kernelsOf = (part) => usualKernels[part] ?? usualKernels.check;
const parts = {
  check: checkPart,
  trial: trialPart,
  story: storyPart,
  truth: truthPart,
  explain: explainPart,
};
/** Those that do workloads, with the modules and programs that these need. */
const doing = ['truth', 'explain'];
const planNames = new Set([...plans, ...failurePlans].map(({ name }) => name));

function options() {
  const option = (type, more = {}) => ({ type, ...more });
  try {
    return parseArgs({
      options: {
        kernel: option('string', { multiple: true }),
        arch: option('string', { default: 'amd64' }),
        part: option('string', { multiple: true, default: Object.keys(parts) }),
        checks: option('string', { default: '24' }),
        trials: option('string', { default: '12' }),
        jobs: option('string', { default: '2' }),
        seed: option('string', { default: '1' }),
        all: option('boolean', { default: false }),
        plan: option('string'),
        truth: option('string'),
        verbose: option('boolean', { default: false }),
      },
    }).values;
  } catch (error) {
    return wrong(error.message);
  }
}

const values = options();
for (const name of ['checks', 'trials', 'jobs', 'seed']) {
  if (!/^[1-9]\d{0,4}$/.test(values[name]))
    wrong(`--${name} '${values[name]}': expected a whole number from 1`);
}
for (const part of values.part) {
  if (!Object.hasOwn(parts, part)) wrong(`--part '${part}': expected ${Object.keys(parts).join(', ')}`);
}
const possible = Object.keys(architectures).filter((name) => architectures[name].node || name === 'amd64');
if (!possible.includes(values.arch))
  wrong(`--arch '${values.arch}': expected ${possible.join(', ')} (those with Node in architectures.js)`);
if (values.arch !== 'amd64' && values.part.some((part) => part !== 'check'))
  wrong(`--arch ${values.arch}: expected --part check alone: the others are for amd64`);
const row = architecture(values.arch);
if (values.plan !== undefined && !planNames.has(values.plan))
  wrong(`--plan '${values.plan}': expected ${[...planNames].join(', ')}`);
const does = values.part.some((part) => doing.includes(part));
const cache =
  process.env.BUDDYGUARD_CACHE ?? join(fileURLToPath(new URL('../..', import.meta.url)), '.cache', 'kernels');

/** What the workloads take, beside the guests. */
const programs = does ? ['ip', 'iptables-legacy', 'iptables-nft', 'nft', 'ipset', 'xz'] : [];

// A wall comes before Node, so that nothing of Node lies where a block could be made of it.
const script = `
export PATH=/bin:/usr/bin
while :; do /lab/fragment < /lab/in > /lab/out; done &
if [ -n "$lab_wall" ]; then
  exec 3<> /lab/in 4<> /lab/out
  read ready <&4
  echo "0 wall $lab_wall 4" >&3
  read walled <&4
  echo "lab: $walled"
fi
# The fragmenter is to go before anything else where memory runs out.
echo -1000 > /proc/self/oom_score_adj
exec /bin/node --max-semi-space-size=1 --max-old-space-size=64 /lab/$lab_harness.mjs
`;

const runs = values.part.flatMap((part) =>
  (values.kernel ?? kernelsOf(part)).map((series) => ({ part, series })),
);

/** The kernels by series; or null, after a line that says why, where this machine cannot run the lab. */
async function wanted() {
  try {
    const missing = missingProgram(row, ['perl', ...programs]);
    if (missing !== null) throw new Error(`${missing} is not installed`);
    const series = [...new Set(runs.map((each) => each.series))];
    const modules = does ? { withModules: true } : {};
    const found = await kernels(series, cache, { architecture: values.arch, ...modules });
    return new Map(series.map((name, index) => [name, found[index]]));
  } catch (error) {
    console.log(`kernel lab: skipped: ${error.message.split('\n').slice(0, 2).join(' ')}`);
    return null;
  }
}

const found = await wanted();
if (found === null) {
  console.log(`Tests:       ${runs.length} skipped, ${runs.length} total`);
  // In CI a lab that silently does nothing would be a check that cannot fail.
  process.exit(process.env.BUDDYGUARD_REQUIRE_KERNELS ? 1 : 0);
}
const files = await labFiles(cache, script, row);
const mediaByRelease = new Map();

/** With the modules of the kernel, where it needs some. */
function mediaOf(kernel) {
  const key = kernel.modules ? kernel.release : '';
  if (!mediaByRelease.has(key)) mediaByRelease.set(key, media(cache, { extra: files, kernel }));
  return mediaByRelease.get(key);
}

const stop = new globalThis.AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
const waiting = runs.map(({ part, series }) => ({
  part,
  kernel: found.get(series),
  index: [...found.keys()].indexOf(series),
}));
let [passed, failed] = [0, 0];
const seen = [];

async function worker() {
  for (let next = waiting.shift(); next !== undefined && !stop.signal.aborted; next = waiting.shift()) {
    const { kernel, part, index } = next;
    const started = Date.now();
    const counts = {
      checks: Number(values.checks),
      trials: Number(values.trials),
      seed: Number(values.seed),
    };
    const onNote = values.verbose
      ? (text) => console.error(`${kernel.series} ${part}: ${text}`)
      : () => undefined;
    const { failures, said } = await parts[part]({
      kernel,
      index,
      cache,
      all: values.all,
      plan: values.plan,
      flavoured: async (flavour) =>
        (await kernels([kernel.series], cache, { flavour, withModules: true }))[0],
      onTruth: (rows) => seen.push(...rows),
      media: mediaOf(kernel),
      counts,
      onNote,
      signal: stop.signal,
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(
      `${failures.length === 0 ? 'ok  ' : 'FAIL'} ${kernel.release} ${part}: ${said} (${seconds} s)`,
    );
    for (const failure of failures) console.log(`       ${failure}`);
    if (failures.length === 0) passed++;
    else failed++;
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
if (values.truth !== undefined) writeTruth(values.truth, seen);
console.log(`Tests:       ${failed > 0 ? `${failed} failed, ` : ''}${passed} passed, ${runs.length} total`);
process.exitCode = passed < runs.length ? 1 : 0;
