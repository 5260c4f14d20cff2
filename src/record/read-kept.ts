import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MalformedError, UnreadableError, UsageError } from '../errors.ts';
import { readBoundedBytes } from '../machine/read-file.ts';
import { snapshotSchema } from './document.ts';
import { readDocument } from './document-shape.ts';
import { type Sample, recordSchema, samplesOf } from './lines.ts';
import { closedSegments } from './segments.ts';
import { SetBacks } from './set-backs.ts';
import { standsUntil } from './standing-at.ts';

/** A snapshot has less than 100 KB, a segment of a record some MiB. */
const maxBytes = 256 * 1024 * 1024;

/**
 * What a file keeps of a machine, packed with gzip or not: a snapshot, or of a record the last sample, or the one that
 * stands for a moment.
 * @param at milliseconds since the epoch
 * @param setBacks are told of the segment that the sample is in
 * @throws UnreadableError, MalformedError; UsageError if a snapshot is asked about a moment
 */
export function readKept(path: string, at?: number, setBacks = new SetBacks()): Sample {
  return readStanding(path, at, setBacks).sample;
}

/**
 * The same, and until when it stands for what comes after it.
 * @throws as readKept
 */
export function readStanding(
  path: string,
  at?: number,
  setBacks = new SetBacks(),
): { sample: Sample; until: number; isRecord: boolean } {
  const text = readText(path);
  const segments = [...segmentsBefore(path), path];
  if (isSnapshot(text, path, segments)) {
    if (at !== undefined)
      throw new UsageError(`--at: ${path} is a snapshot of one moment: expected a record`);
    const sample = ofSnapshot(text, path);
    return { sample, until: sample.at, isRecord: false };
  }
  for (const segment of [...segments].reverse()) {
    const standing = new Standing(at);
    const own = new SetBacks();
    for (const sample of samplesOf(segment === path ? text : readText(segment), segment)) {
      standing.add(sample);
      own.add(sample);
    }
    const { found } = standing;
    if (!found) continue;
    setBacks.take(own);
    const { until } = standing;
    if (at === undefined || at <= until) return { sample: found, until, isRecord: true };
    throw new UnreadableError(
      path,
      `has no sample of that time, ${new Date(at).toISOString()}: the last before it is of ${new Date(found.at).toISOString()}`,
    );
  }
  const first = firstSample(path);
  if (first === null || at === undefined)
    throw new MalformedError(path, 1, text.slice(0, 1000), 'a snapshot or a record of this tool');
  throw new UnreadableError(
    path,
    `has no sample of that time, ${new Date(at).toISOString()}: it begins at ${new Date(first.at).toISOString()}`,
  );
}

/**
 * Of samples the one that stands for a moment: the last, by its own time, that is not after it. Where the clock was set
 * back, a moment may be there twice; then the later in the file counts.
 */
class Standing {
  readonly #at: number | undefined;
  #last: Sample | null = null;
  #interval = 0;
  found: Sample | null = null;

  /** @param at milliseconds since the epoch; undefined for the end of the record, whatever the clock said then */
  constructor(at: number | undefined) {
    this.#at = at;
  }

  add(sample: Sample): void {
    const isNearer =
      this.#at === undefined || (sample.at <= this.#at && sample.at >= (this.found?.at ?? -Infinity));
    if (isNearer) {
      if (this.#last) this.#interval = Math.max(0, sample.at - this.#last.at);
      this.found = sample;
    }
    this.#last = sample;
  }

  /** So long it stands for what comes after it. */
  get until(): number {
    return this.found ? standsUntil(this.found.at, this.#interval) : -Infinity;
  }
}

/**
 * Every sample of a record, the oldest segment first; of a snapshot the one.
 * @throws UnreadableError, MalformedError
 */
export function* readSamples(path: string): Generator<Sample> {
  const text = readText(path);
  const segments = segmentsBefore(path);
  if (isSnapshot(text, path, [...segments, path])) {
    yield ofSnapshot(text, path);
    return;
  }
  for (const segment of segments) yield* samplesOf(readText(segment), segment);
  yield* samplesOf(text, path);
}

/**
 * The first sample of a record; null if it has none yet.
 * @throws UnreadableError, MalformedError
 */
export function firstSample(path: string): Sample | null {
  for (const sample of readSamples(path)) return sample;
  return null;
}

function ofSnapshot(text: string, path: string): Sample {
  const document = readDocument(parseJson(text, path, 1), path, 1);
  return { document, at: Date.parse(document.taken), verdicts: {}, bootedAt: null };
}

/** Closed segments of the record that a file is the open one of. */
function segmentsBefore(path: string): string[] {
  return path.endsWith('.gz') || !existsSync(path) ? [] : closedSegments(path);
}

/**
 * Whether a file is to be read as a snapshot; the open segment of a record may be empty for a moment, and the first line of
 * one torn.
 * @throws MalformedError for a record that something has laid out over several lines
 */
function isSnapshot(text: string, path: string, segments: readonly string[]): boolean {
  const schema = schemaOf(text.slice(0, firstEnd(text)));
  if (schema !== null) return schema !== recordSchema;
  const says = (name: string): boolean => text.slice(0, 4096).includes(`"${name}"`);
  if (/^\s*\{\s*\n/.test(text) && says(recordSchema))
    throw new MalformedError(
      path,
      1,
      { kind: 'a sample on several lines' },
      'a line for each, as `jq -c` leaves them',
    );
  return says(snapshotSchema) ? !text.includes(`"${recordSchema}"`) : segments.length < 2;
}

function firstEnd(text: string): number | undefined {
  const end = text.indexOf('\n');
  return end === -1 ? undefined : end;
}

/** Of a line that is a whole object of JSON, however it is spaced; else null. */
function schemaOf(line: string): unknown {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null ? ((read as { schema?: unknown }).schema ?? null) : null;
  } catch {
    return null;
  }
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
