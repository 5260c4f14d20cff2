import { existsSync, readFileSync, statSync } from 'node:fs';
import { Script } from 'node:vm';

// CommonJS's own: dynamic import() would start the module loader, which costs more than what it loads.
declare const require: {
  (name: 'node:module'): { wrap: (source: string) => string };
  cache: Record<string, { exports: unknown }>;
};
declare const __dirname: string;

type Run = (exports: object, require: unknown, module: object, file: string, directory: string) => void;

/**
 * Loads a bundle that lies beside this one. Where the build left V8's code cache of it, V8 takes its functions from
 * there and does not compile them, which is half of what a short command costs; a cache of another version, made under
 * other flags or cut short it refuses, and compiles.
 * @param name file name of a bundle in dist/
 */
export function loadBundle(name: string): unknown {
  const file = `${__dirname}/${name}`;
  const loaded = require.cache[file];
  if (loaded) return loaded.exports;
  // ASCII, as the build writes it; as UTF-8 Node reads it in one call.
  const source = readFileSync(file, 'utf8');
  const cachedData = codeCacheOf(name, source);
  const script = new Script(require('node:module').wrap(source), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const module = (require.cache[file] = { exports: {} });
  (script.runInThisContext() as Run)(module.exports, require, module, file, __dirname);
  return module.exports;
}

/**
 * The code cache that belongs to this very text, which begins with its own mark (scripts/build.js), and to this very
 * build of Node: a code cache refers to objects by their place in Node's own snapshot, and V8 does not look whether
 * another build of the same version has them there too. No two builds have one size.
 */
function codeCacheOf(name: string, source: string): Buffer | undefined {
  try {
    const build = `${process.version}-${process.arch}-${statSync(process.execPath).size}`;
    const file = `${__dirname}/code-cache/${build}/${name}-${source.slice(3, 15)}`;
    return existsSync(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
