// Stands in for semver's module in the bundles, which load semver at the first question: most kernels raise none.
import type semver from 'semver/functions/coerce.js';
import { loadBundle } from '../../bundle/load.ts';

const coerce: typeof semver = (...words) =>
  (loadBundle('semver.cjs') as typeof import('./semver.ts')).coerce(...words);
export default coerce;
