/* global AbortController */
// Records trials on real kernels: npm run trials -- --out FILE|DIRECTORY [--kernel 6.12,…] [--arch arm64,…] [--condition swap,…] [--count N] [--seed S,…]
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { architecture, architectures } from '../test/kernels/architectures.js';
import { condition, conditions } from '../test/kernels/conditions.js';
import { media } from '../test/kernels/image.js';
import { kernels } from '../test/kernels/kernels.js';
import { missingProgram } from '../test/kernels/programs.js';
import { record } from '../test/kernels/record.js';

/** Names in lines of the usage. */
const names = (all) => all.join(', ').replace(/(.{50,70}), /g, '$1,\n                    ');

const usage = `Usage: npm run trials -- --out FILE|DIRECTORY [--kernel SERIES]... [--arch NAME]... [--condition NAME]... [--count N] [--seed S]...

Boots Debian kernels under qemu, fragments their memory, and records what /proc said and what the kernel then did.
It goes on where it stopped: of what --out has, no boot is done again.
  --out PATH        where the trials go: a file, one JSON object a line (gzipped where its name ends in .gz),
                    or a directory, a file KERNEL-ARCHITECTURE[-CONDITION]-SEED.jsonl.gz in it for each
  --kernel SERIES   5.10, 6.1, 6.12, newest …; may be repeated, or a list with commas   [6.12]
  --arch NAME       ${Object.keys(architectures).join(', ')}; likewise
                    (a kernel that Debian has not got for it is left out)  [amd64]
  --condition NAME  what hosts have: plain, or one of test/kernels/conditions.js; likewise   [plain]
                    ${names(Object.keys(conditions))}
  --count N         trials for each kernel, architecture, condition and seed  [200]
  --seed S          equal seeds draw equal machines and plans; likewise    [1]
  --verbose         what the guests say besides
`;

function wrong(text) {
  console.error(`trials: ${text}`);
  process.exit(64);
}

const whole = (name, text, least) =>
  /^\d{1,6}$/.test(text) && Number(text) >= least
    ? Number(text)
    : wrong(`--${name} '${text}': expected a whole number from ${least}`);

function options() {
  const many = (otherwise) => ({ type: 'string', multiple: true, default: [otherwise] });
  try {
    return parseArgs({
      options: {
        out: { type: 'string' },
        kernel: many('6.12'),
        arch: many('amd64'),
        condition: many('plain'),
        count: { type: 'string', default: '200' },
        seed: many('1'),
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return wrong(error.message);
  }
}

const { out, verbose, help, ...values } = options();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
if (out === undefined) wrong('--out PATH is missing');
const list = (name) => values[name].flatMap((each) => each.split(',')).filter(Boolean);
const count = whole('count', values.count, 1);
const seeds = list('seed').map((text) => whole('seed', text, 0));
for (const name of list('arch')) {
  if (!Object.hasOwn(architectures, name))
    wrong(`--arch '${name}': expected ${Object.keys(architectures).join(', ')}`);
}
for (const name of list('condition')) {
  if (name !== 'plain' && !Object.hasOwn(conditions, name))
    wrong(`--condition '${name}': expected plain, ${Object.keys(conditions).join(', ')}`);
}
for (const name of list('arch')) {
  const missing = missingProgram(architecture(name));
  if (missing !== null)
    wrong(
      `--arch ${name} takes ${missing}, which is not installed: test/kernels/README.md says what to install`,
    );
}
const cache =
  process.env.BUDDYGUARD_CACHE ?? join(fileURLToPath(new URL('..', import.meta.url)), '.cache', 'kernels');

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());

const isDirectory = existsSync(out) ? statSync(out).isDirectory() : !/\.jsonl(?:\.gz)?$/.test(out);
if (isDirectory) mkdirSync(out, { recursive: true });
const fileOf = ({ series, architecture: { name } }, conditionName, seed) =>
  isDirectory
    ? join(
        out,
        `${[series, name, ...(conditionName === 'plain' ? [] : [conditionName]), seed].join('-')}.jsonl.gz`,
      )
    : out;

/** How many trials of each boot a file has already; a boot is written as a whole, once it is over. */
function bootsIn(file) {
  const boots = new Map();
  if (!existsSync(file)) return boots;
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') && bytes.length > 0 ? gunzipSync(bytes) : bytes).toString('utf8');
  for (const [, id] of text.matchAll(/^\{"id":"([^"#]*)\.\d+#\d+"/gm))
    boots.set(id, (boots.get(id) ?? 0) + 1);
  return boots;
}

// gzip data may follow one another in a file (RFC 1952, 2.2).
function append(file, lines) {
  const text = `${lines.join('\n')}\n`;
  appendFileSync(file, file.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
}

const found = new Map();

/** A kernel of an architecture; null where Debian has not got it, which is told once. */
async function kernelOf(series, name) {
  const key = `${series} ${name}`;
  if (!found.has(key)) {
    const [kernel] = await kernels([series], cache, { architecture: name }).catch((error) => {
      console.error(`${name}: ${error.message.split('\n')[0]}`);
      return [null];
    });
    found.set(key, kernel && { kernel, shared: media(cache, { kernel }) });
  }
  return found.get(key);
}

async function recordOf({ kernel, shared }, conditionName, seed) {
  const file = fileOf(kernel, conditionName, seed);
  const done = bootsIn(file);
  const recorded = await record({
    kernel,
    condition: conditionName === 'plain' ? undefined : condition(conditionName),
    count,
    seed,
    media: shared,
    signal: stop.signal,
    isDone: (id) => done.get(id) ?? 0,
    onBoot: (lines) => append(file, lines),
    onNote: (text) => (verbose || !text.startsWith('lab:') ? console.error(text) : undefined),
  });
  console.error(`${kernel.release}, ${conditionName}: ${recorded} trials in ${file}`);
  return recorded;
}

let total = 0;
const all = seeds.flatMap((seed) =>
  list('condition').flatMap((host) =>
    list('kernel').flatMap((series) => list('arch').map((name) => ({ seed, host, series, name }))),
  ),
);
for (const { seed, host, series, name } of all) {
  const kernel = stop.signal.aborted ? null : await kernelOf(series, name);
  if (kernel) total += await recordOf(kernel, host, seed);
}
console.error(`${total} trials`);
if (total === 0) process.exitCode = 1;
