// CommonJS's own require: a bundle is a plain file beside the one that this is built into.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/** Loads a bundle of dist/; what it exports is the caller's to say. */
export function requireBundle(file: `${string}.cjs`): unknown {
  return require(`${__dirname}/${file}`);
}
