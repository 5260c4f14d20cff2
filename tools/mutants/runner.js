// A test runner for Stryker: the tests of the pure half in a bare process, a fresh one for each mutant, which has already
// imported everything when the mutant comes. Jest's own start takes longer than the tests do.
import { fork } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const globals = fileURLToPath(new URL('globals.js', import.meta.url));
const fastCheck = fileURLToPath(new URL('fast-check.js', import.meta.url));
const worker = fileURLToPath(new URL('worker.js', import.meta.url));

/** What takes longer asks how much can be read, ten megabytes of it: no mutant is worth that long. */
const maxTestMilliseconds = 1500;

/** Those of the pure half, or of the folders in MUTANT_TESTS, for a run that is done sooner; tests that start programs or dist/ would not meet the mutant. */
function testFiles(root) {
  const { MUTANT_TESTS: told = 'test/kernel,test/predict,test/request,test/machine/proc' } = process.env;
  const folders = told.split(',');
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
  );
  return files.filter((file) => file.endsWith('.test.ts') && !/(truth|restore-takes)\.test\.ts$/.test(file));
}

/** Files find what lies beside them as they do unbundled. */
const whereItWas = {
  name: 'where it was',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    }),
};

/** Only the stand-in itself gets what it stands in for. */
const fewRuns = {
  name: 'few runs',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^fast-check$/ }, ({ importer }) =>
      importer === fastCheck ? undefined : { path: fastCheck },
    ),
};

class Runner {
  #root = process.cwd();
  #folder = join(this.#root, '.cache/in-process');
  // Another runner builds the same beside it.
  #out = join(this.#folder, String(process.pid));
  #next = null;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    await build({
      entryPoints: [
        { in: globals, out: 'globals' },
        ...testFiles(this.#root).map((file) => ({
          in: join(this.#root, file),
          out: file.replace(/\.ts$/, ''),
        })),
      ],
      outdir: this.#out,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      external: ['expect'],
      alias: { '@jest/globals': globals },
      plugins: [whereItWas, fewRuns],
      logLevel: 'error',
    });
    this.#next = this.#start();
  }

  async dryRun({ timeout }) {
    const answer = await this.#run({ bail: false }, timeout);
    if (answer.error !== undefined) return { status: 'error', errorMessage: answer.error };
    if (answer.results === undefined) return { status: 'timeout' };
    const quick = answer.results.filter(({ milliseconds }) => milliseconds <= maxTestMilliseconds);
    const { perTest, ...coverage } = answer.mutantCoverage;
    const ofQuick = Object.fromEntries(quick.flatMap(({ id }) => (perTest[id] ? [[id, perTest[id]]] : [])));
    const tests = quick.map(({ id, skipped, failure, milliseconds }) => ({
      id,
      name: id,
      timeSpentMs: milliseconds,
      ...(skipped
        ? { status: 2 }
        : failure === undefined
          ? { status: 0 }
          : { status: 1, failureMessage: failure }),
    }));
    const times = Object.fromEntries(answer.results.map(({ id, milliseconds }) => [id, milliseconds]));
    writeFileSync(join(this.#folder, 'times.json'), JSON.stringify(times));
    return { status: 'complete', tests, mutantCoverage: { ...coverage, perTest: ofQuick } };
  }

  async mutantRun({ activeMutant, mutantActivation, hitLimit, testFilter, timeout }) {
    const order = { mutant: activeMutant.id, hitLimit, only: testFilter, bail: true };
    const answer = await this.#run(
      order,
      timeout,
      mutantActivation === 'static' ? activeMutant.id : undefined,
    );
    // What cannot even be imported has been noticed.
    const results = answer.results ?? [];
    if (answer.hung) return { status: 'timeout', reason: 'hit limit' };
    if (answer.error === undefined && answer.results === undefined) return { status: 'timeout' };
    const failed = results.find(({ failure }) => failure !== undefined);
    if (answer.error !== undefined || failed !== undefined) {
      const killedBy = failed === undefined ? [] : [failed.id];
      return {
        status: 'killed',
        killedBy,
        failureMessage: failed?.failure ?? answer.error,
        nrOfTests: results.length,
      };
    }
    return { status: 'survived', nrOfTests: results.length };
  }

  async dispose() {
    this.#next?.kill('SIGKILL');
  }

  #start(mutant) {
    const env = { ...process.env, ...(mutant === undefined ? {} : { __STRYKER_ACTIVE_MUTANT__: mutant }) };
    const child = fork(worker, [this.#out], {
      cwd: this.#root,
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.errors = '';
    child.stderr.on('data', (text) => (child.errors += text));
    child.ready = new Promise((resolve) => {
      child.once('message', () => resolve(true));
      child.once('exit', () => resolve(false));
    });
    return child;
  }

  /** `{}` after too long. */
  async #run(order, timeout, fromTheStart) {
    const child = fromTheStart === undefined ? this.#next : this.#start(fromTheStart);
    if (fromTheStart === undefined) this.#next = this.#start();
    if (!(await child.ready)) return { error: `the tests cannot be imported: ${child.errors}` };
    return await new Promise((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        resolve({});
      }, timeout - 500); // before Stryker ends this process and leaves that one alone
      child.once('message', (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      child.once('exit', () => {
        clearTimeout(timer);
        resolve({ error: `the process of the tests ended: ${child.errors}` });
      });
      child.send(order);
    });
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: Runner }];
