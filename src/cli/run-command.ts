// Runs the wrapped command: loaded only by `run`.
export { alteredVariables, requireUtf8Arguments } from '../guard/run/arguments.ts';
export { runCommand } from '../guard/run/run.ts';
