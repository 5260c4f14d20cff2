import { isBuddyguardError, messageOf, traceOf } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { say, tellPeople } from './output.ts';

/** Prints the one line of an error and returns its exit code; a bug keeps its trace for whoever reports it. */
export function tellError(error: unknown): number {
  if (isBuddyguardError(error)) {
    say(error.message);
    return error.exitCode;
  }
  say(`a bug: ${messageOf(error)}; BUDDYGUARD_DEBUG=1 shows where`);
  if (process.env.BUDDYGUARD_DEBUG === '1') tellPeople(`${traceOf(error)}\n`);
  return exitCodes.bug;
}
