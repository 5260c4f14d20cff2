// What was kept of a machine, read in place of one: loaded only with --from.
import type { KeptMachine } from '../machine/kept.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readKept } from '../record/read-kept.ts';

/**
 * The machine that a file keeps.
 * @throws UnreadableError, MalformedError
 */
export function keptIn(path: string): KeptMachine {
  return keptMachine(readKept(path));
}
