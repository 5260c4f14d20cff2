// Runs the wrapped command. Loaded only where one is run.
export { alteredVariables, requireUtf8Arguments } from '../guard/run/arguments.ts';
export { runCommand } from '../guard/run/run.ts';
