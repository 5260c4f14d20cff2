import { requireBundle } from '../bundle.ts';

/** Bundles that are loaded only when needed: a plain check would cost twice as much with what is in them. */
export interface Bundles {
  'help.cjs': typeof import('./help.ts');
  'catalogue.cjs': typeof import('./catalogue.ts');
  'workloads.cjs': typeof import('./list-workloads.ts');
  'remedies.cjs': typeof import('./remedies.ts');
  'run.cjs': typeof import('./run-command.ts');
  'doctor.cjs': typeof import('./doctor-report.ts');
  'show.cjs': typeof import('./show-report.ts');
  'record.cjs': typeof import('./record-machine.ts');
  'replay.cjs': typeof import('./replay.ts');
  'explain.cjs': typeof import('./explain-log.ts');
}

/** Loads one of them. */
export function loadBundle<K extends keyof Bundles>(name: K): Bundles[K] {
  return requireBundle(name) as Bundles[K];
}
