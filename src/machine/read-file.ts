import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { UnreadableError } from '../errors.ts';
import { explainErrno, isPassing } from '../text/errno.ts';

/** Larger than any /proc text of a real machine (zoneinfo of 1,024 CPUs and 8 nodes has some megabytes). */
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads a whole regular file as text, one byte a character (what is read here is ASCII).
 * @throws UnreadableError as readBoundedBytes()
 */
export function readBounded(path: string, limit = maxBytes): string {
  return readBoundedBytes(path, limit).toString('latin1');
}

/**
 * Reads the first bytes of a regular file as text, one byte a character.
 * @throws UnreadableError as readBoundedBytes()
 */
export function readHead(path: string, bytes: number): string {
  return withFile(path, (descriptor) => {
    const buffer = Buffer.alloc(bytes);
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, bytes, null));
  });
}

/**
 * Reads a whole regular file. Opens without blocking, so that a FIFO is refused rather than waited for.
 * @throws UnreadableError where it is not there, not permitted, not a regular file, too large, or cannot be read
 */
export function readBoundedBytes(path: string, limit = maxBytes): Buffer {
  return withFile(path, (descriptor, size) => readAll(descriptor, path, size, limit));
}

/** Opens a regular file for `read`, which is told the size that stat says, and closes it. */
function withFile<T>(path: string, read: (descriptor: number, size: number) => T): T {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new UnreadableError(path, explainErrno(error), isPassing(error));
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile())
      throw new UnreadableError(path, `is ${stat.isDirectory() ? 'a directory' : 'not a regular file'}`);
    return read(descriptor, stat.size);
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(path, explainErrno(error), isPassing(error));
  } finally {
    closeSync(descriptor);
  }
}

/** As `readBounded`, but undefined where the file cannot be read; why, `trouble` is told. */
export function readOptional(path: string, trouble: (why: string) => void): string | undefined {
  try {
    return readBounded(path);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    trouble(error.message);
    return undefined;
  }
}

/** @param size as stat tells; 0 for files of /proc */
function readAll(descriptor: number, path: string, size: number, limit: number): Buffer {
  // Files of /proc say size 0; a page-sized first guess serves most of them in one read.
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size + 1, 16_384), limit + 1));
  let length = 0;
  for (;;) {
    const got = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.subarray(0, length);
    length += got;
    if (length > limit) throw new UnreadableError(path, `is larger than ${limit} bytes`);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(buffer.length * 4, limit + 1));
      buffer.copy(larger);
      buffer = larger;
    }
  }
}
