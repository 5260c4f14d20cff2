// CommonJS's own require: a bundle is a plain file beside this one.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/** Bundles that are loaded only when they are needed: what they hold would double what a plain check costs. */
interface Bundles {
  'help.cjs': typeof import('./help.ts');
  'catalogue.cjs': typeof import('./catalogue.ts');
  'guard.cjs': typeof import('./full-check.ts');
  'run.cjs': typeof import('./run-command.ts');
  'explain.cjs': typeof import('./explain-log.ts');
  'github.cjs': typeof import('../surfaces/action/publish.ts');
}

/** Loads one of them. */
export function loadBundle<K extends keyof Bundles>(name: K): Bundles[K] {
  return require(`${__dirname}/${name}`) as Bundles[K];
}
