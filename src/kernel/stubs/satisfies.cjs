// Stands in for semver's module in the bundles, which load semver at the first question: most kernels raise none.
module.exports = (...words) => require('./semver.cjs').satisfies(...words);
