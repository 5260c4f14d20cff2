import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MalformedError, UnreadableError, UsageError } from '../errors.ts';
import { readBoundedBytes } from '../machine/read-file.ts';
import { snapshotSchema } from './document.ts';
import { readDocument } from './document-shape.ts';
import { type Sample, recordSchema, samplesOf } from './lines.ts';
import { closedSegments } from './segments.ts';

/** A snapshot has less than 100 KB, a segment of a record some MiB. */
const maxBytes = 256 * 1024 * 1024;
/** A sample stands for the time until the next one; without one for so many intervals nothing was recorded. */
const maxMissed = 3;
const leastGapMilliseconds = 60_000;

/**
 * What a file keeps of a machine, packed with gzip or not: a snapshot, or of a record the last sample, or the one that
 * stands for a moment.
 * @param at milliseconds since the epoch
 * @throws UnreadableError, MalformedError; UsageError if a snapshot is asked about a moment
 */
export function readKept(path: string, at?: number): Sample {
  const text = readText(path);
  const segments = [...segmentsBefore(path), path];
  if (isSnapshot(text, segments)) {
    if (at !== undefined)
      throw new UsageError(`--at: ${path} is a snapshot of one moment: expected a record`);
    return ofSnapshot(text, path);
  }
  for (const segment of [...segments].reverse()) {
    const own = segment === path ? text : readText(segment);
    const { found, intervalMilliseconds } = lastOf(samplesOf(own, segment), at ?? Infinity);
    if (!found) continue;
    const maxMissing = Math.max(leastGapMilliseconds, maxMissed * intervalMilliseconds);
    if (at === undefined || at - found.at <= maxMissing) return found;
    throw new UnreadableError(
      path,
      `has no sample of that time, ${new Date(at).toISOString()}: the last before it is of ${new Date(found.at).toISOString()}`,
    );
  }
  const first = firstOf(path, segments);
  if (first === null || at === undefined)
    throw new MalformedError(path, 1, text.slice(0, 1000), 'a snapshot or a record of this tool');
  throw new UnreadableError(
    path,
    `has no sample of that time, ${new Date(at).toISOString()}: it begins at ${new Date(first.at).toISOString()}`,
  );
}

/**
 * Every sample of a record, the oldest first; of a snapshot the one.
 * @throws UnreadableError, MalformedError
 */
export function* readSamples(path: string): Generator<Sample> {
  const text = readText(path);
  const segments = segmentsBefore(path);
  if (isSnapshot(text, segments)) {
    yield ofSnapshot(text, path);
    return;
  }
  for (const segment of segments) yield* samplesOf(readText(segment), segment);
  yield* samplesOf(text, path);
}

function ofSnapshot(text: string, path: string): Sample {
  const document = readDocument(parseJson(text, path, 1), path, 1);
  return { document, at: Date.parse(document.taken), verdicts: {} };
}

/** Closed segments of the record that a file is the open one of. */
function segmentsBefore(path: string): string[] {
  return path.endsWith('.gz') || !existsSync(path) ? [] : closedSegments(path);
}

function lastOf(
  samples: Iterable<Sample>,
  at: number,
): { found: Sample | null; intervalMilliseconds: number } {
  let found: Sample | null = null;
  let intervalMilliseconds = 0;
  for (const sample of samples) {
    if (sample.at > at) break;
    if (found) intervalMilliseconds = sample.at - found.at;
    found = sample;
  }
  return { found, intervalMilliseconds };
}

function firstOf(path: string, segments: readonly string[]): Sample | null {
  for (const segment of [...segments, path]) {
    const [first] = samplesOf(readText(segment), segment);
    if (first) return first;
  }
  return null;
}

/** Whether a file is to be read as a snapshot; the open segment of a record may be empty for a moment. */
function isSnapshot(text: string, segments: readonly string[]): boolean {
  if (text.startsWith(`{"schema":"${recordSchema}"`)) return false;
  return text.includes(`"schema":"${snapshotSchema}"`)
    ? !text.includes(`"schema":"${recordSchema}"`)
    : segments.length < 2;
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
