import { writeSync } from 'node:fs';
import { BuddyguardError } from '../errors.ts';
import { escapeControls } from '../text/escape.ts';
import { exitCodes } from '../exit-codes.ts';
import { inertLog } from '../text/inert-log.ts';

/** The answer could not be written where it was to go. */
class OutputError extends BuddyguardError {
  override readonly name = 'OutputError';
  readonly exitCode = exitCodes.bug;
}

/**
 * Writes a whole text to a descriptor at once: process.stdout takes milliseconds to set up.
 * A full pipe is waited for; a reader that has gone (EPIPE) is not an error.
 * @throws OutputError if a disk is full, and the like
 * @returns false if the reader has gone
 */
export function writeAll(descriptor: 1 | 2, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE') return false;
      else
        throw new OutputError(
          `standard ${descriptor === 1 ? 'output' : 'error'} cannot be written (${code ?? String(error)})`,
        );
    }
  }
  return true;
}

/** One line of progress or error, to stderr, under the tool's name; nothing in it can control a terminal. */
export function say(line: string): void {
  const text = escapeControls(line);
  writeAll(2, `buddyguard: ${process.env.GITHUB_ACTIONS === 'true' ? inertLog(text) : text}\n`);
}
