// What the bundles use of semver, as a bundle of its own.
export { default as coerce } from 'semver/functions/coerce.js';
export { default as satisfies } from 'semver/functions/satisfies.js';
