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

/** `allocation` is a letter short: what stands before or after it, in a whole or a wrapped line, makes up for that. */
const short = 'allocation';
const before = [' ', '\n', '\t', '>', '\u00a0'];
const after = [' ', '\n', '\r', '\u00a0'];

const hashBits = 14;
const multiplier = 0x9e3779b1 | 0;
const longest = Math.max(...needles.map((needle) => needle.length));

/** Finds the places of a buffer that may belong to the first line of a failure report, faster than lines are read. */
export class Prefilter {
  readonly #table = new Uint8Array(2 ** hashBits);
  readonly #words = [...needles, short].map((needle) => Buffer.from(needle));

  constructor() {
    const spellings = [
      ...needles.map((needle) => Buffer.from(needle)),
      ...before.map((sign) => Buffer.concat([Buffer.from(sign).subarray(-1), Buffer.from(short)])),
      ...after.map((sign) => Buffer.concat([Buffer.from(short), Buffer.from(sign).subarray(0, 1)])),
    ];
    for (const bytes of spellings) {
      for (let i = 0; i + 4 <= bytes.length; i++) this.#table[hash(bytes.readInt32LE(i))] = 1;
    }
  }

  /**
   * The first offset in [from, to) where one of the words may stand, or -1.
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
        if (table[hash(words[i] ?? 0)] !== 1) continue;
        const at = this.#wordNear(bytes, Math.max(from, i * 4 - longest), Math.min(to, i * 4 + longest + 4));
        if (at !== -1) return at;
      }
    }
    return -1;
  }

  #wordNear(bytes: Buffer, from: number, to: number): number {
    const window = bytes.subarray(from, to);
    const found = this.#words.map((word) => window.indexOf(word)).filter((at) => at !== -1);
    return found.length === 0 ? -1 : from + Math.min(...found);
  }
}

function hash(word: number): number {
  return Math.imul(word, multiplier) >>> (32 - hashBits);
}
