import type { CommandName } from '../options/commands.ts';
import { idleOptions, unknownVariables } from '../options/unheard.ts';
import { say } from './output.ts';

/** Says which options and variables have no effect. */
export function sayUnheard(command: CommandName, given: ReadonlyMap<string, string>): void {
  for (const sentence of [...unknownVariables(process.env), ...idleOptions(command, given, process.env)])
    say(sentence);
}
