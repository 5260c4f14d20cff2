// Runs tests for one mutant: `node worker.js FOLDER`, where FOLDER has the bundled test files. Imports all of them, says
// that it is ready, and runs what the first message asks for.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const stryker = (globalThis.__stryker__ ??= {});
for (const level of ['log', 'info', 'warn', 'error']) console[level] = () => undefined;

const { tests } = await import(pathToFileURL(join(folder, 'globals.js')).href);
for (const file of readdirSync(join(folder, 'test'), { recursive: true })) {
  if (!file.endsWith('.test.js')) continue;
  const before = tests.length;
  await import(pathToFileURL(join(folder, 'test', file)).href);
  for (const test of tests.slice(before)) test.id = `${file}: ${test.id}`;
}

// The quick ones first: most mutants die of them.
const timesFile = join(folder, '../times.json');
const times = existsSync(timesFile) ? JSON.parse(readFileSync(timesFile, 'utf8')) : {};
tests.sort((a, b) => (times[a.id] ?? 0) - (times[b.id] ?? 0));

async function runTest({ id, run }) {
  if (run === null) return { id, skipped: true, milliseconds: 0 };
  stryker.currentTestId = id;
  const start = performance.now();
  let failure;
  try {
    await run();
  } catch (error) {
    // A file that is imported by a computed name is in no bundle.
    if (error?.code === 'ERR_UNKNOWN_FILE_EXTENSION') return { id, skipped: true, milliseconds: 0 };
    failure = error instanceof Error ? error.message : String(error);
  }
  stryker.currentTestId = undefined;
  return { id, failure, milliseconds: performance.now() - start };
}

process.once('message', async ({ mutant, hitLimit, only, bail }) => {
  if (mutant !== undefined) stryker.activeMutant = mutant;
  if (hitLimit !== undefined) Object.assign(stryker, { hitLimit, hitCount: 0 });
  const wanted = only === undefined ? undefined : new Set(only);
  const results = [];
  for (const test of tests) {
    if (wanted !== undefined && !wanted.has(test.id)) continue;
    const result = await runTest(test);
    results.push(result);
    if (bail && result.failure !== undefined) break;
  }
  const { mutantCoverage, hitCount } = stryker;
  const hung = hitLimit !== undefined && hitCount > hitLimit;
  process.send({ results, mutantCoverage, hung }, () => process.exit(0));
});
process.once('disconnect', () => process.exit(0));
process.send('ready');
