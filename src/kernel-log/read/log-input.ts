import { TextDecoder } from 'node:util';
import { MalformedError } from '../../errors.ts';
import { encodingOf, sampleBytes } from './encoding.ts';
import type { Scanner } from './scanner.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Passes the bytes of a log on to a scanner; refuses what is not text, and decodes UTF-16. */
export class LogInput {
  readonly #name: string;
  readonly #scanner: Scanner;
  /** the first bytes, until there are enough of them to tell the encoding */
  #start: Buffer | null = Buffer.alloc(0);
  #decoder: TextDecoder | null = null;
  /** its lines end in a carriage return alone, as the oldest terminals and Macs have it */
  #returns = false;

  /** @param name of the file, for the error */
  constructor(name: string, scanner: Scanner) {
    this.#name = name;
    this.#scanner = scanner;
  }

  /** Not one byte has come. */
  get empty(): boolean {
    return this.#start?.length === 0;
  }

  /** The bytes go through unchanged from here on: they may be read straight into the scanner. */
  get plain(): boolean {
    return this.#start === null && this.#decoder === null && !this.#returns;
  }

  /** @throws MalformedError if the log is not text */
  push(chunk: Uint8Array): void {
    if (this.#start === null) {
      this.#pass(chunk);
      return;
    }
    this.#start = Buffer.concat([this.#start, chunk]);
    if (this.#start.length >= sampleBytes) this.settle();
  }

  /**
   * Judges what has come so far and passes it on.
   * @throws MalformedError if it is not text
   */
  settle(): void {
    const start = this.#start;
    if (start === null) return;
    const encoding = encodingOf(start);
    if (encoding.name === 'none') {
      throw new MalformedError(
        this.#name,
        1,
        { kind: encoding.found },
        `a kernel log as text: ${encoding.remedy}`,
      );
    }
    if (encoding.name !== 'utf-8') this.#decoder = new TextDecoder(encoding.name);
    this.#returns = start.includes(carriageReturn) && !start.includes(lineFeed);
    this.#start = null;
    this.#pass(start);
  }

  /** @throws MalformedError if the log is not text */
  end(): void {
    this.settle();
    if (this.#decoder) this.#scanner.push(Buffer.from(this.#decoder.decode()));
    this.#scanner.end();
  }

  #pass(chunk: Uint8Array): void {
    // A console's progress bar came first: lines end otherwise after all.
    if (this.#returns && chunk.includes(lineFeed)) this.#returns = false;
    const bytes = this.#decoder ? Buffer.from(this.#decoder.decode(chunk, { stream: true })) : chunk;
    this.#scanner.push(
      this.#returns ? bytes.map((byte) => (byte === carriageReturn ? lineFeed : byte)) : bytes,
    );
  }
}
