import { writeSync } from 'node:fs';
import { escapeControls } from '../errors.ts';

/**
 * Writes a whole text to a descriptor at once: process.stdout costs milliseconds to set up.
 * A full pipe is waited for; a reader that has gone (EPIPE) is not our trouble.
 * @returns false where the reader has gone
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
      else throw error;
    }
  }
  return true;
}

/** One line of progress or trouble, to stderr, under the tool's name; what is in it never drives a terminal. */
export function say(line: string): void {
  writeAll(2, `buddyguard: ${escapeControls(line)}\n`);
}
