// Stands in for semver's module in the bundles, which load semver at the first question: most kernels raise none.
import type semver from 'semver/functions/satisfies.js';
import { loadBundle } from '../../bundle/load.ts';

const satisfies: typeof semver = (...words) =>
  (loadBundle('semver.cjs') as typeof import('./semver.ts')).satisfies(...words);
export default satisfies;
