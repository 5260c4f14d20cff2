import {
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { codeOf } from '../text/errno.ts';
import { quote } from '../text/escape.ts';
import { OutputError } from './output.ts';

/**
 * Writes a text to a file that readers find whole or not at all: beside it first, then renamed; everybody may read it.
 * An empty text is no answer and writes nothing.
 * @param option that names the file, for the error
 * @throws OutputError if it cannot be written, or if something that is no regular file has that name
 */
export function writeWhole(path: string, text: string, option = '--output'): void {
  if (text === '') return;
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    // Renaming would put a file in the place of a device, a pipe or a link.
    if (there && !there.isFile())
      throw new OutputError(`${option} ${quote(path)}: expected a regular file, or a name that is free`);
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
    const file = openSync(unfinished, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o644);
    try {
      // Whatever the umask says.
      fchmodSync(file, 0o644);
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    const code = codeOf(error);
    // Another process of this number left it there, or its disk is full.
    if (code !== 'ENOENT' && code !== 'ENOTDIR') rmSync(unfinished, { force: true });
    throw new OutputError(`${option} ${quote(path)}: cannot be written (${code})`);
  }
}
