import { idleOptions, unknownVariables } from '../options/unheard.ts';
import { say } from './output.ts';

/** Says which options and variables have no effect. */
export function sayUnheard(given: ReadonlyMap<string, string>): void {
  for (const sentence of [...unknownVariables(process.env), ...idleOptions(given, process.env)])
    say(sentence);
}
