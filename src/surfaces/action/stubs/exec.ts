/** Stands in for @actions/exec in the bundles: @actions/core asks it for the runner's system version alone. */
export function getExecOutput(): never {
  throw new Error('no program is started from this bundle');
}
