import { writeSync } from 'node:fs';
import { BuddyguardError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { escapeControls } from '../text/escape.ts';
import { inertLog } from '../text/inert-log.ts';

/** The answer could not be written where it was to go. */
class OutputError extends BuddyguardError {
  override readonly name = 'OutputError';
  readonly exitCode = exitCodes.notWritten;
}

/**
 * Writes a whole text to standard output at once: process.stdout takes milliseconds to set up.
 * A full pipe is waited for; a reader that has gone (EPIPE) is not an error.
 * @throws OutputError if a disk is full, and the like
 * @returns false if the reader has gone
 */
export function writeOutput(text: string): boolean {
  try {
    writeAll(1, text);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EPIPE') return false;
    throw new OutputError(`standard output cannot be written (${code ?? String(error)})`);
  }
}

/** Prints an answer; in a workflow's log nothing in it is a command. Otherwise as writeOutput. */
export function print(text: string): boolean {
  return writeOutput(inWorkflow() ? inertLog(text) : text);
}

/** Tells people something on standard error. What is merely said never changes what is done: a failure is ignored. */
export function tellPeople(text: string): void {
  try {
    writeAll(2, inWorkflow() ? inertLog(text) : text);
  } catch {
    // There is nowhere left to say so.
  }
}

/** One line of progress or trouble, under the tool's name; what is in it never drives a terminal. */
export function say(line: string): void {
  tellPeople(`buddyguard: ${escapeControls(line)}\n`);
}

function inWorkflow(): boolean {
  return process.env.GITHUB_ACTIONS === 'true';
}

function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
