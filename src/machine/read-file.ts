import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { UnreadableError } from '../errors.ts';

/** Larger than any /proc text of a real machine (zoneinfo of 1,024 CPUs and 8 nodes has some megabytes). */
const mostBytes = 64 * 1024 * 1024;

/** A regular file that is open for reading. */
export interface RegularFile {
  descriptor: number;
  path: string;
  /** as stat tells; 0 for files of /proc */
  size: number;
  /** the most bytes that are read of it */
  limit: number;
}

/**
 * Opens a regular file for what `use` does with it. Opens without blocking, so that a FIFO is refused rather than waited
 * for.
 * @throws UnreadableError where it is not there, not permitted, not a regular file, or cannot be read
 */
export function withRegularFile<T>(path: string, use: (file: RegularFile) => T, limit = mostBytes): T {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UnreadableError(path, explainErrno(error));
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile())
      throw new UnreadableError(path, `is ${stat.isDirectory() ? 'a directory' : 'not a regular file'}`);
    return use({ descriptor, path, size: stat.size, limit });
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(path, explainErrno(error));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a whole regular file as text, one byte a character (what is read here is ASCII).
 * @throws UnreadableError as withRegularFile does, and where it is too large
 */
export function readBounded(path: string, limit = mostBytes): string {
  return withRegularFile(path, readAll, limit);
}

export function tooLarge(path: string, limit: number): UnreadableError {
  return new UnreadableError(path, `is larger than ${limit} bytes`);
}

/** Node takes numbers too, as its documentation of file system flags says; its types do not. */
const withoutBlocking = (constants.O_RDONLY | constants.O_NONBLOCK) as unknown as string;

/**
 * As `readBounded`, for a file that the running kernel serves: in one call, which Node has warm from loading this program.
 * What is empty or cannot be read so (something else is mounted over it) is left to `readBounded`, to read or to refuse.
 */
function readKernelFile(path: string): string {
  try {
    const text = readFileSync(path, { encoding: 'utf8', flag: withoutBlocking });
    if (text !== '') return text;
  } catch {
    // readBounded says why.
  }
  return readBounded(path);
}

/** How files under a root are read: under a foreign one anything may lie, under `/` what the kernel and the system put there. */
export function readerOf(root: string): (path: string) => string {
  return root === '/' ? readKernelFile : readBounded;
}

/** As `readBounded`, but undefined where the file is not there; other troubles are told to `trouble`. */
export function readOptional(
  path: string,
  trouble: (why: string) => void,
  read: (path: string) => string = readBounded,
): string | undefined {
  try {
    return read(path);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    trouble(error.message);
    return undefined;
  }
}

function readAll({ descriptor, path, size, limit }: RegularFile): string {
  // Files of /proc say size 0; a page-sized first guess serves most of them in one read.
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size + 1, 16_384), limit + 1));
  let length = 0;
  for (;;) {
    const got = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.toString('latin1', 0, length);
    length += got;
    if (length > limit) throw tooLarge(path, limit);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit + 1));
      buffer.copy(larger);
      buffer = larger;
    }
  }
}

const errnoSentences: Record<string, string> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  ENOTDIR: 'is not there',
  ELOOP: 'is a loop of links',
  EISDIR: 'is a directory',
  ENXIO: 'is not a regular file',
};

/** Why a file could not be read, in words that follow its name. */
export function explainErrno(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return errnoSentences[code] ?? `cannot be read (${code})`;
}
