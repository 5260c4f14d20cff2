import { UnreadableError } from './errors.ts';
import { explainErrno, isPassing } from './text/errno.ts';

// CommonJS's own require: a bundle is a plain file beside the one that this code is built into.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/**
 * Loads a bundle of dist/; the caller knows the type of what it exports.
 * @throws UnreadableError where the file cannot be read: the system is short of something, or an update took it away
 */
export function requireBundle(file: `${string}.cjs`): unknown {
  const path = `${__dirname}/${file}`;
  try {
    return require(path);
  } catch (error) {
    const { code, errno } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND') throw new UnreadableError(path, 'is not there');
    if (typeof errno === 'number') throw new UnreadableError(path, explainErrno(error), isPassing(error));
    throw error;
  }
}
