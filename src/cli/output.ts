import { writeSync } from 'node:fs';
import { BuddyguardError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { codeOf } from '../text/errno.ts';
import { escapeControls } from '../text/escape.ts';
import { inertLog } from '../text/inert-log.ts';
import { terminalOn } from './screen.ts';

/** The answer could not be written where it was to go. */
export class OutputError extends BuddyguardError {
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
  closeProgress();
  try {
    writeAll(1, text);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EPIPE') return false;
    throw new OutputError(`standard output cannot be written (${code})`);
  }
}

/** Prints an answer; in a workflow's log nothing in it is a command. Otherwise as writeOutput. */
export function print(text: string): boolean {
  return writeOutput(inWorkflow() ? inertLog(text) : text);
}

/** Tells people something on standard error. What is merely said never changes what is done: a failure is ignored. */
export function tellPeople(text: string, staysOpen = false): void {
  try {
    const closed = isOpen && !staysOpen ? '\n' : '';
    isOpen = staysOpen;
    writeAll(2, inWorkflow() ? inertLog(closed + text) : closed + text);
  } catch {
    // There is nowhere left to say so.
  }
}

/** A line of progress stands on the terminal, and the next one may take its place. */
let isOpen = false;

/**
 * One line of progress on standard error. On a terminal it takes the place of the last one, cut at the terminal's width;
 * elsewhere each is a line of its own.
 */
export function sayProgress(line: string): void {
  const { isTerminal, columns } = terminalOn('stderr');
  if (!isTerminal || process.env.TERM === 'dumb') {
    say(line);
    return;
  }
  const text = `buddyguard: ${escapeControls(line)}`;
  const room = (columns ?? 80) - 1;
  const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  tellPeople(`${isOpen ? '\r\u001b[K' : ''}${shown}`, true);
}

/** What is printed next begins a line of its own. */
export function closeProgress(): void {
  if (isOpen) tellPeople('');
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
