/**
 * Finds any of a few words in bytes, in one pass (S. Wu and U. Manber, "A fast algorithm for multi-pattern searching",
 * University of Arizona TR-94-17). A window as long as the shortest word moves along; the two bytes at its end say how far
 * it may move before any word can end there. In a log that is four bytes at a time, and it costs the same for five words
 * or fifty.
 */
export class WordSearch {
  readonly #window: number;
  /** how far the window may move, by the two bytes at its end; 0 where a word may begin with the window */
  readonly #shifts = new Uint8Array(0x10000);
  /** the words whose first `window` bytes end with the same two bytes */
  readonly #words = new Map<number, Buffer[]>();

  /** @param words of at least two characters, each a byte (Latin-1) */
  constructor(words: readonly string[]) {
    this.#window = Math.min(...words.map((word) => word.length));
    this.#shifts.fill(this.#window - 1);
    for (const word of words.map((each) => Buffer.from(each, 'latin1'))) {
      for (let end = 1; end < this.#window; end++) {
        const pair = pairAt(word, end);
        this.#shifts[pair] = Math.min(this.#shifts[pair] ?? 0, this.#window - 1 - end);
      }
      const last = pairAt(word, this.#window - 1);
      this.#words.set(last, [...(this.#words.get(last) ?? []), word]);
    }
  }

  /**
   * The first place in [from, to) where a word begins that lies wholly before `to`.
   * @returns -1 if there is none
   */
  next(bytes: Buffer, from: number, to: number): number {
    const shifts = this.#shifts;
    for (let end = from + this.#window - 1; end < to;) {
      const shift = shifts[((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0)] ?? 1;
      if (shift === 0 && this.#begins(bytes, end, to)) return end - this.#window + 1;
      end += shift || 1;
    }
    return -1;
  }

  /** Whether a word begins with the window that ends there. */
  #begins(bytes: Buffer, end: number, to: number): boolean {
    const start = end - this.#window + 1;
    for (const word of this.#words.get(pairAt(bytes, end)) ?? []) {
      let same = 0;
      while (same < word.length && bytes[start + same] === word[same]) same++;
      if (same === word.length && start + same <= to) return true;
    }
    return false;
  }
}

/** The two bytes that end there, as a number. */
function pairAt(bytes: Buffer, end: number): number {
  return ((bytes[end - 1] ?? 0) << 8) | (bytes[end] ?? 0);
}
