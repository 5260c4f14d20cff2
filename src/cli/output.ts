import { writeSync } from 'node:fs';

/**
 * Writes a whole text to a descriptor at once: process.stdout costs milliseconds to set up.
 * A reader that has gone (EPIPE) is not our trouble; a full pipe is waited for.
 */
export function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE') return;
      else throw error;
    }
  }
}

/** One line of progress or trouble, to stderr, under the tool's name. */
export function say(line: string): void {
  writeAll(2, `buddyguard: ${line}\n`);
}
