// CommonJS's own require: a bundle is a plain file beside the one that this code is built into.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/** Loads a bundle of dist/; the caller knows the type of what it exports. */
export function requireBundle(file: `${string}.cjs`): unknown {
  return require(`${__dirname}/${file}`);
}
