/* global AbortController */
// Records trials on real kernels: npm run trials -- --out FILE [--kernel 6.12]… [--count N] [--seed S]
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { media } from '../test/kernels/image.js';
import { kernels } from '../test/kernels/kernels.js';
import { record } from '../test/kernels/record.js';

const usage = `Usage: npm run trials -- --out FILE[.gz] [--kernel SERIES]... [--count N] [--seed S] [--jobs N]

Boots Debian kernels under qemu, fragments their memory, and records what /proc said and what the kernel then did.
  --out FILE        where the trials go, one JSON object a line (gzipped where the name ends in .gz)
  --kernel SERIES   5.10, 6.1, 6.12, newest …; may be repeated            [6.12]
  --count N         trials a kernel                                        [200]
  --seed S          equal seeds draw equal machines and plans              [1]
  --jobs N          guests at a time                                       [1]
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
  const option = (type, more = {}) => ({ type, ...more });
  try {
    return parseArgs({
      options: {
        out: option('string'),
        kernel: option('string', { multiple: true, default: ['6.12'] }),
        count: option('string', { default: '200' }),
        seed: option('string', { default: '1' }),
        jobs: option('string', { default: '1' }),
        verbose: option('boolean', { default: false }),
        help: option('boolean', { default: false }),
      },
    }).values;
  } catch (error) {
    return wrong(error.message);
  }
}

const { out, kernel: series, count, seed, jobs, verbose, help } = options();
if (help) {
  process.stdout.write(usage);
  process.exit(0);
}
if (out === undefined) wrong('--out FILE is missing');
const cache =
  process.env.BUDDYGUARD_CACHE ?? join(fileURLToPath(new URL('..', import.meta.url)), '.cache', 'kernels');

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());

const file = createWriteStream(out);
const sink = out.endsWith('.gz') ? createGzip({ level: 9 }) : file;
if (sink !== file) sink.pipe(file);

const waiting = await kernels(series, cache);
const shared = media(cache);
const totals = new Map();
async function worker() {
  for (let found = waiting.shift(); found !== undefined && !stop.signal.aborted; found = waiting.shift()) {
    const recorded = await record({
      kernel: found,
      count: whole('count', count, 1),
      seed: whole('seed', seed, 0),
      media: shared,
      signal: stop.signal,
      onTrial: (line) => sink.write(`${line}\n`),
      onNote: (text) => (verbose || !text.startsWith('lab:') ? console.error(text) : undefined),
    });
    totals.set(found.release, recorded);
  }
}

await Promise.all(Array.from({ length: whole('jobs', jobs, 1) }, worker));
await new Promise((done) => {
  file.once('close', done);
  sink.end();
});
for (const [release, recorded] of totals) console.error(`${release}: ${recorded} trials in ${out}`);
