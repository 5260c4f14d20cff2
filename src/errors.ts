import { exitCodes } from './exit-codes.ts';
import { escapeControls } from './text/escape.ts';

/** An error that is told in one line and ends the command with `exitCode`; never a bug. */
export abstract class BuddyguardError extends Error {
  abstract readonly exitCode: number;
}

/** Whether an error is one of these. Each bundle has its own copy of the classes, so `instanceof` does not tell. */
export function isBuddyguardError(error: unknown): error is BuddyguardError {
  return error instanceof Error && typeof (error as Partial<BuddyguardError>).exitCode === 'number';
}

/** What an error says; of anything else that was thrown, what it is. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Where a bug is, in lines that drive no terminal. */
export function traceOf(error: unknown): string {
  const trace = error instanceof Error ? String(error.stack) : String(error);
  return trace.split('\n').map(escapeControls).join('\n');
}

/** A wrong option, argument or environment value. The message gives the value, what was expected and the remedy. */
export class UsageError extends BuddyguardError {
  override readonly name = 'UsageError';
  readonly exitCode = exitCodes.usage;
}

/** A file that the answer needs is not there, or is not a readable regular file. */
export class UnreadableError extends BuddyguardError {
  override readonly name = 'UnreadableError';
  readonly exitCode = exitCodes.unreadable;
  readonly file: string;
  /** the next try may well succeed: the system was short of something */
  readonly passes: boolean;

  constructor(file: string, why: string, passes = false) {
    super(`${file}: ${why}`);
    this.file = file;
    this.passes = passes;
  }
}

/** What stood where something else was expected, in words of ours. */
export interface Kind {
  kind: string;
}

/**
 * A text that is not what was expected there. `line` counts from 1. A guard may run as root on a path that somebody else
 * chose: a text that is not recognised is told by its kind, and never shown.
 */
export class MalformedError extends BuddyguardError {
  override readonly name = 'MalformedError';
  readonly exitCode = exitCodes.malformed;
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, found: string | Kind, expected: string) {
    super(
      `${file}: line ${line}: ${typeof found === 'string' ? kindOf(found) : found.kind}: expected ${expected}`,
    );
    this.file = file;
    this.line = line;
  }
}

function kindOf(text: string): string {
  if (text === '') return 'nothing';
  const amount = text.length === 1 ? '1 character' : `${text.length} characters`;
  if (/^-?\d+$/.test(text)) return `a number of ${amount}`;
  return /^[ -~\t]*$/.test(text) ? `a text of ${amount}` : `${amount}, not all of them printable`;
}
