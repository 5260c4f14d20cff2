import { gunzipSync } from 'node:zlib';
import { MalformedError, UnreadableError } from '../errors.ts';
import { readBoundedBytes } from '../machine/read-file.ts';
import type { SnapshotDocument } from './document.ts';
import { readDocument } from './document-shape.ts';

/** A snapshot has less than 100 KB, a segment of a record some MiB. */
const maxBytes = 256 * 1024 * 1024;

/**
 * The snapshot that a file holds; packed with gzip or not.
 * @throws UnreadableError, MalformedError
 */
export function readKept(path: string): SnapshotDocument {
  return readDocument(parseJson(readText(path), path, 1), path, 1);
}

/** The text of a file, unpacked if it is packed. */
function readText(path: string): string {
  const bytes = readBoundedBytes(path, maxBytes);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes }).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new UnreadableError(path, `is larger than ${maxBytes} bytes`);
    throw new MalformedError(path, 1, { kind: 'packed data' }, 'what gzip can unpack');
  }
}

/** @throws MalformedError */
export function parseJson(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedError(path, line, text.slice(0, 1000), 'JSON, as buddyguard snapshot prints it');
  }
}
