import { readSync } from 'node:fs';
import { isatty } from 'node:tty';
import { codeOf } from '../../text/errno.ts';
import { CniError, cniCodes } from './protocol.ts';

/** More than any runtime sends: a list of every container of a node has some hundred bytes for each. */
const maxBytes = 16 * 1024 * 1024;

/**
 * All of standard input; nothing where that is a terminal, because a runtime's is not.
 * @throws CniError if it cannot be read or does not end
 */
export function readInput(): string {
  if (isatty(0)) return '';
  const chunks: Buffer[] = [];
  for (let size = 0; size <= maxBytes;) {
    const chunk = Buffer.alloc(65_536);
    const read = readSome(chunk);
    if (read === 0) return Buffer.concat(chunks).toString('utf8');
    size += read;
    chunks.push(chunk.subarray(0, read));
  }
  throw new CniError(cniCodes.decoding, `the network configuration has more than ${maxBytes} bytes`);
}

function readSome(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'EAGAIN')
        throw new CniError(cniCodes.inputOutput, `standard input cannot be read (${code})`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
