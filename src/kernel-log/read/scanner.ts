import { maxLineLength } from './line-limit.ts';
import { nextCandidate } from './candidates.ts';

/** Read at once: strings much longer than this are slow to make. */
export const chunkBytes = 64 * 1024;

/** An unfinished line is kept up to this length until its rest comes; a longer one is cut. */
const maxCarryBytes = 4 * maxLineLength;

const lineFeed = 10;

/** Takes the lines; between reports it needs only those that may begin one. */
interface LineReader {
  readonly idle: boolean;
  read(line: string, number: number): void;
}

/**
 * Cuts bytes into lines for a reader. While the reader is between reports, lines that cannot begin one are only
 * counted. Memory is bounded: one chunk and an unfinished line.
 */
export class Scanner {
  readonly #reader: LineReader;
  readonly #bytes = Buffer.alloc(maxCarryBytes + chunkBytes + 1);
  /** bytes at the start of the buffer: a line whose end has not come */
  #carried = 0;
  /** of the line at the start of the buffer */
  #number = 1;
  /** the line before that, and whether the reader has had it; it may be the first half of a wrapped header */
  #before: { text: string; given: boolean } | null = null;
  /** the line after one that was found is given too: it may be the second half */
  #due = false;
  /** the line at the start of the buffer is longer than the buffer */
  #overlong = false;
  #cut = 0;

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  /** Lines that have ended so far. */
  get lines(): number {
    return this.#number - 1;
  }

  /** Lines that may have been part of a report, and of which only the beginning was read. */
  get cutLines(): number {
    return this.#cut;
  }

  /** Where the next bytes go: fill it from its start, then call `filled`. */
  get space(): Buffer {
    return this.#bytes.subarray(this.#carried, this.#carried + chunkBytes);
  }

  /** Takes bytes from elsewhere. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += chunkBytes) {
      const part = chunk.subarray(at, at + chunkBytes);
      this.space.set(part);
      this.filled(part.length);
    }
  }

  /** Reads the first `count` bytes of `space`. */
  filled(count: number): void {
    if (count === 0) return;
    const end = this.#carried + count;
    const whole = this.#bytes.lastIndexOf(lineFeed, end - 1) + 1;
    if (whole > 0) {
      this.#scan(whole);
      this.#overlong = false;
      this.#bytes.copyWithin(0, whole, end);
      this.#carried = end - whole;
    } else {
      // Only the start of an unending line is kept.
      if (end > maxCarryBytes && !this.#overlong) {
        this.#overlong = true;
        this.#cut++;
      }
      this.#carried = Math.min(end, maxCarryBytes);
    }
  }

  /** Reads a last line that has no line feed. */
  end(): void {
    if (this.#carried === 0) return;
    this.#bytes[this.#carried] = lineFeed;
    this.#scan(this.#carried + 1);
    this.#carried = 0;
  }

  /** Goes through the complete lines in [0, to). */
  #scan(to: number): void {
    let at = 0;
    while (at < to) {
      if (!this.#reader.idle || this.#due) {
        this.#due &&= !this.#reader.idle;
        at = this.#give(at);
        continue;
      }
      const found = nextCandidate(this.#bytes, at, to);
      const start = found === -1 ? to : found;
      this.#pass(at, start);
      at = start;
      if (at === to) return;
      if (this.#before && !this.#before.given) this.#reader.read(this.#before.text, this.#number - 1);
      at = this.#give(at);
      this.#due = true;
    }
  }

  /** Gives the line at an offset and returns where the next one starts. */
  #give(at: number): number {
    const end = this.#bytes.indexOf(lineFeed, at);
    const text = this.#text(at, end);
    if (end - at > maxLineLength && !(at === 0 && this.#overlong)) this.#cut++;
    this.#reader.read(text, this.#number++);
    this.#before = { text, given: true };
    return end + 1;
  }

  /** Skips complete lines, but keeps the last. */
  #pass(from: number, to: number): void {
    if (to === from) return;
    this.#number += this.#feeds(from, to);
    const last = to - 2 < from ? from : Math.max(from, this.#bytes.lastIndexOf(lineFeed, to - 2) + 1);
    this.#before = { text: this.#text(last, to - 1), given: false };
  }

  /** Line feeds in [from, to). */
  #feeds(from: number, to: number): number {
    let feeds = 0;
    for (let at = this.#bytes.indexOf(lineFeed, from); at !== -1 && at < to; feeds++)
      at = this.#bytes.indexOf(lineFeed, at + 1);
    return feeds;
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, Math.min(to, from + maxLineLength));
  }
}
