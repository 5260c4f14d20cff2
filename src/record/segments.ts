// A record on the disk: FILE is being written, and what it held before is beside it, packed, as FILE.TIME.gz.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordSchema } from './lines.ts';

/** What closes a segment, and what is kept of closed ones. */
export interface Rotation {
  /** an open segment that has grown to this is closed; bytes */
  segmentBytes: number;
  /** of all closed segments; the oldest go first */
  keepBytes: number;
}

const recordBegin = `{"schema":"${recordSchema}"`;
const segmentForm = /^\.(\d{8}T\d{6}Z(?:-\d+)?)(\.gz)?$/;

/** The closed segments of a record, the oldest first. */
export function closedSegments(file: string): string[] {
  const name = basename(file);
  const found = new Map<string, string>();
  for (const entry of readdirSync(dirname(file)).sort()) {
    const time = entry.startsWith(name) ? segmentForm.exec(entry.slice(name.length))?.[1] : undefined;
    // Both are there if the recorder was killed while it packed: the packed one is whole.
    if (time !== undefined) found.set(time, join(dirname(file), entry));
  }
  // The tenth of a second comes behind its second.
  return [...found].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, path]) => path);
}

/** The open segment of a record, to which whole lines are added. */
export class SegmentFile {
  readonly #path: string;
  readonly #rotation: Rotation;
  #descriptor: number;
  #bytes: number;

  /**
   * Opens a record; nothing is written yet.
   * @throws what the system says; Error if it is no regular file
   */
  constructor(path: string, rotation: Rotation) {
    this.#path = path;
    this.#rotation = rotation;
    [this.#descriptor, this.#bytes] = this.#open();
  }

  /** Of the open segment, to lock it by. */
  get descriptor(): number {
    return this.#descriptor;
  }

  /** Somebody has taken the file away, or put another in its place. */
  get isGone(): boolean {
    const there = lstatSync(this.#path, { throwIfNoEntry: false });
    return there?.ino !== fstatSync(this.#descriptor).ino;
  }

  /** Begins the file anew. */
  reopen(): void {
    closeSync(this.#descriptor);
    [this.#descriptor, this.#bytes] = this.#open();
  }

  /** Goes on where the record ends, and packs what an earlier recorder left unpacked. */
  begin(): void {
    for (const closed of closedSegments(this.#path)) if (!closed.endsWith('.gz')) pack(closed);
    this.#prune();
    this.#bytes = fstatSync(this.#descriptor).size;
    // A line that was torn off ends here; a whole one follows.
    if (this.#bytes > 0 && bytesAt(this.#path, this.#bytes - 1, 1)[0] !== 10) this.add('\n');
  }

  /** The next line has to be a whole sample: the segment is empty, or was just opened. */
  get isFull(): boolean {
    return this.#bytes >= this.#rotation.segmentBytes;
  }

  /** Adds a line in one write: a recorder that is killed loses no more than the line that it was writing. */
  add(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
    this.#bytes += bytes.length;
  }

  /** Closes the segment, packs it, and begins another; the oldest segments over the limit go. */
  rotate(at: Date): void {
    closeSync(this.#descriptor);
    const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
    let closed = `${this.#path}.${stamp}`;
    for (let n = 1; existsSync(closed) || existsSync(`${closed}.gz`); n++)
      closed = `${this.#path}.${stamp}-${n}`;
    renameSync(this.#path, closed);
    [this.#descriptor, this.#bytes] = this.#open();
    pack(closed);
    this.#prune();
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #open(): [descriptor: number, bytes: number] {
    const there = lstatSync(this.#path, { throwIfNoEntry: false });
    if (there && !there.isFile()) throw new Error('is no regular file');
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
    const descriptor = openSync(this.#path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o644);
    const { size } = fstatSync(descriptor);
    // Even one that was torn off within its first line begins as a record does.
    const begins =
      size > 0 ? bytesAt(this.#path, 0, Math.min(size, recordBegin.length)).toString('latin1') : '';
    if (!recordBegin.startsWith(begins)) {
      closeSync(descriptor);
      throw new Error('it holds something else than a record: expected one, or a name that is free');
    }
    return [descriptor, size];
  }

  #prune(): void {
    const sizes = closedSegments(this.#path).map((path) => ({ path, bytes: statSync(path).size }));
    let all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of sizes) {
      if (all <= this.#rotation.keepBytes) return;
      rmSync(path);
      all -= bytes;
    }
  }
}

/** Under another name first: what is called .gz is whole. */
function pack(path: string): void {
  writeFileSync(`${path}.tmp`, gzipSync(readFileSync(path), { level: 9 }));
  renameSync(`${path}.tmp`, `${path}.gz`);
  rmSync(path);
}

function bytesAt(path: string, position: number, count: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    readSync(descriptor, bytes, 0, count, position);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
