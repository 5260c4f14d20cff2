import { exitCodes } from './exit-codes.ts';
import { quote } from './text/escape.ts';

/** A trouble that is said in one line and ends the command with `exitCode`; never a bug. */
export abstract class BuddyguardError extends Error {
  abstract readonly exitCode: number;
}

/** Whether an error is one of these; the bundles each have their own copy of the classes, so `instanceof` does not tell. */
export function isBuddyguardError(error: unknown): error is BuddyguardError {
  return error instanceof Error && typeof (error as Partial<BuddyguardError>).exitCode === 'number';
}

/** A wrong option, argument or environment value. The message says the value, what was expected and the remedy. */
export class UsageError extends BuddyguardError {
  override readonly name = 'UsageError';
  readonly exitCode = exitCodes.usage;
}

/** A file that the answer cannot do without is not there, or is not a regular readable file. */
export class UnreadableError extends BuddyguardError {
  override readonly name = 'UnreadableError';
  readonly exitCode = exitCodes.unreadable;
  readonly file: string;

  constructor(file: string, why: string) {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

/** What stood there, in words: for text that is not to be shown, such as that of any file a user names. */
interface Described {
  described: string;
}

/** A text that is not what the kernel prints there. `line` counts from 1. */
export class MalformedError extends BuddyguardError {
  override readonly name = 'MalformedError';
  readonly exitCode = exitCodes.malformed;
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, found: string | Described, expected: string) {
    const shown = typeof found === 'string' ? quote(found) : found.described;
    super(`${file}: line ${line}: ${shown}: expected ${expected}`);
    this.file = file;
    this.line = line;
  }
}
