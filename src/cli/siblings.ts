import { loadBundle } from '../bundle/load.ts';

/** Bundles that lie beside this one and are loaded only when they are needed. */
interface Siblings {
  'advice.cjs': typeof import('./advice.ts');
  'guard.cjs': typeof import('./guard.ts');
  'command.cjs': typeof import('./command.ts');
  'cli-full.cjs': typeof import('./full.ts');
  'explain.cjs': typeof import('./commands/explain.ts');
  'github.cjs': typeof import('../action/publish.ts');
  'catalogue.cjs': typeof import('./catalogue.ts');
  'x-tables.cjs': typeof import('./x-tables.ts');
  'workloads.cjs': typeof import('./workloads.ts');
}

/** Loads one of them. */
export function loadSibling<K extends keyof Siblings>(name: K): Siblings[K] {
  return loadBundle(name) as Siblings[K];
}
