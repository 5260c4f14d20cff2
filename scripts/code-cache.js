// V8's code caches of the bundles that the hot paths run, made with the Node that runs this. The build makes them for its
// own Node; by hand, they are added for another: node scripts/code-cache.js
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const worker = join(root, 'scripts/code-cache-worker.cjs');
// What is compiled, and the order of V8's tables, must not depend on chance.
const repeatable = ['--hash-seed=1', '--no-flush-bytecode'];

/** The folder of the running Node's code caches in `dist`: the name that src/bundle/load.ts looks for. */
export function codeCacheFolder(dist) {
  return join(dist, 'code-cache', `${process.version}-${process.arch}-${statSync(process.execPath).size}`);
}

/** Makes the code caches of the bundles in `dist` for the running Node, in place of those that are there. */
export function makeCodeCaches(dist) {
  const scratch = mkdtempSync(join(tmpdir(), 'buddyguard-code-cache-'));
  const work = (flags, ...args) =>
    execFileSync(process.execPath, [...flags, worker, ...args], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  try {
    // Bundles without caches, so that V8 compiles what it runs.
    const bundles = join(scratch, 'dist');
    const caches = join(scratch, 'caches');
    mkdirSync(bundles);
    mkdirSync(caches);
    for (const name of readdirSync(dist).filter((file) => file.endsWith('.cjs')))
      cpSync(join(dist, name), join(bundles, name));
    work(repeatable, 'compile', bundles, caches);
    work([], 'stamp', bundles, caches);
    put(caches, codeCacheFolder(dist));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Moves the files into a folder, each in one step, as a command may be reading there; what else is there goes. */
function put(from, folder) {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(from);
  for (const name of names) {
    cpSync(join(from, name), join(folder, `${name}.new`));
    renameSync(join(folder, `${name}.new`), join(folder, name));
  }
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(join(folder, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = join(root, 'dist');
  try {
    makeCodeCaches(dist);
    console.log(`made for Node ${process.version}: ${codeCacheFolder(dist)}`);
  } catch (error) {
    console.error(`no code cache was made: ${error.message}`);
    process.exitCode = 1;
  }
}
