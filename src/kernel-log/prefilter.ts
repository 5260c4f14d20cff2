/**
 * A word of eleven letters or more that the first line of every report holds. Of such a word, wherever it lies, one
 * four-byte window at a multiple of eight lies wholly within it, so only every second word of the input is looked at.
 */
const needles = [
  'oom-killer:',
  'vmalloc error:',
  'error: size ',
  'vmalloc_node_range',
  'LUB: Unable',
  'LAB: Unable',
  'allocate memory on',
  'annot allocate memory',
  'warn_alloc:',
  'warn_alloc_failed:',
  'Linux version ',
];

/** `allocation` is a letter short: what stands before it, in a whole or a wrapped line, makes up for that. */
const beforeAllocation = [' ', '\n', '\t', '>', '\u00a0'];
const spellings = [
  ...needles.map((needle) => Buffer.from(needle)),
  ...beforeAllocation.map((sign) => Buffer.concat([Buffer.from(sign).subarray(-1), Buffer.from('allocation')])),
];

/** Of as many windows in a row one lies at a multiple of eight. */
const windows = 8;
const hashBits = 14;
const multiplier = 0x9e3779b1 | 0;

/** A spelling that has the window of a hash at an offset. */
interface Candidate {
  spelling: Buffer;
  offset: number;
}

/** Finds the places of a buffer that may belong to the first line of a failure report, faster than lines are read. */
export class Prefilter {
  readonly #table = new Uint8Array(2 ** hashBits);
  readonly #candidates: (Candidate[] | undefined)[] = new Array<undefined>(2 ** hashBits).fill(undefined);

  constructor() {
    for (const spelling of spellings) {
      for (let offset = 0; offset < windows; offset++) {
        const key = hash(spelling.readInt32LE(offset));
        this.#table[key] = 1;
        (this.#candidates[key] ??= []).push({ spelling, offset });
      }
    }
  }

  /**
   * The offset in [from, to) of a place where one of the words stands, or -1; none stands in a line before its own.
   * @param words the memory of `bytes` from its offset 0
   */
  find(bytes: Buffer, words: Int32Array, from: number, to: number): number {
    const table = this.#table;
    const end = to >> 2;
    let i = (from >> 3) << 1;
    while (i < end) {
      // Four windows a turn: one test for what hardly ever is there.
      for (; i + 8 <= end; i += 8) {
        const hit =
          (table[hash(words[i] ?? 0)] ?? 0) |
          (table[hash(words[i + 2] ?? 0)] ?? 0) |
          (table[hash(words[i + 4] ?? 0)] ?? 0) |
          (table[hash(words[i + 6] ?? 0)] ?? 0);
        if (hit !== 0) break;
      }
      for (const stop = Math.min(i + 8, end); i < stop; i += 2) {
        const key = hash(words[i] ?? 0);
        if (table[key] !== 1) continue;
        const at = this.#stands(bytes, key, i * 4);
        if (at >= from && at < to) return at;
      }
    }
    return -1;
  }

  #stands(bytes: Buffer, key: number, at: number): number {
    const candidates = this.#candidates[key] ?? [];
    for (let c = 0; c < candidates.length; c++) {
      const { spelling, offset } = candidates[c] ?? { spelling: bytes, offset: 0 };
      // The far end differs first: common windows are those of common endings.
      let i = spelling.length - 1;
      while (i >= 0 && bytes[at - offset + i] === spelling[i]) i--;
      if (i < 0) return at;
    }
    return -1;
  }
}

function hash(word: number): number {
  return Math.imul(word, multiplier) >>> (32 - hashBits);
}
