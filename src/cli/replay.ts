// What was kept of a machine, read in place of one: loaded only with --from.
import type { KeptMachine } from '../machine/kept.ts';
import { keptMachine } from '../record/kept-machine.ts';
import { readKept } from '../record/read-kept.ts';
import { SetBacks } from '../record/set-backs.ts';

/**
 * The machine that a file keeps.
 * @param at of a record the moment, in milliseconds since the epoch; else its last sample
 * @throws UnreadableError, MalformedError, UsageError
 */
export function keptIn(path: string, at?: number): KeptMachine {
  const setBacks = new SetBacks();
  const { document } = readKept(path, at, setBacks);
  const told = setBacks.sentence(path);
  return { ...keptMachine(document), notes: told === null ? [] : [told] };
}
