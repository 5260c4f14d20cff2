// In place of cli/bundles.ts in the library, which has everything inside: a program that uses it may be bundled in its turn,
// away from the files beside it.
import * as catalogue from '../../cli/catalogue.ts';
import * as remedies from '../../cli/remedies.ts';
import * as replay from '../../cli/replay.ts';

const bundles = { 'catalogue.cjs': catalogue, 'remedies.cjs': remedies, 'replay.cjs': replay };

/** What the bundle of that name exports. */
export function loadBundle<K extends keyof typeof bundles>(name: K): (typeof bundles)[K] {
  return bundles[name];
}
