import { type Code, type WasmExports, instantiate, op } from './wasm-module.ts';

/**
 * Eleven letters from the first line of each kind of report. Wherever eleven letters lie, one four-byte window at a
 * multiple of eight is wholly inside them, so it is enough to look at one window in every eight bytes.
 */
const needles = [
  'oom-killer:',
  'vmalloc err',
  'error: size',
  'vmalloc_nod',
  'SLUB: Unabl',
  'SLAB: Unabl',
  'arn_alloc: ',
  'arn_alloc_f',
  'Linux versi',
  'memory: Kil',
  'store: line',
  'to vmalloc.',
  'new OS thre',
  ': errno 524',
  '_vm_enough_',
  'failed, req',
  'nf_conn sla',
  'Only alloca',
];

/** These are a letter short: the character before them, in a whole or a wrapped line, makes up for it. */
const short = ['allocation', 'allocate m'];
const before = [' ', '\n', '\t', '>', '\u00a0'].map((sign) => Buffer.from(sign).subarray(-1));

// Mail and web pages use non-breaking spaces.
const withSpaces = (text: string): Buffer[] =>
  [...new Set([text, text.replaceAll(' ', '\u00a0')])].map((spelling) => Buffer.from(spelling));
const spellings = [
  ...needles.flatMap(withSpaces),
  ...short.flatMap(withSpaces).flatMap((needle) => before.map((sign) => Buffer.concat([sign, needle]))),
];
const maxSpellingBytes = Math.max(...spellings.map(({ length }) => length));

/** The same, in bytes as Latin-1. Programs mention allocations all the time, but after other words than the kernel. */
const sought = new RegExp(
  [...needles, 'allocate m', '(?:page|vmap|emory|[^a-z\\s\\xc2]|^)[\\s\\xc2]*allocation']
    .join('|')
    .replaceAll(' ', '(?: |\\xc2\\xa0)'),
  'm',
);

/** How far back from a block a needle is looked for, so that the words before it are seen too. */
const lookBack = 48;

const multiplier = 0x9e3779b1 | 0;
const hashBits = 14;
const hashShift = 32 - hashBits;

// The module's memory: the table of windows, then the input, then room for what a block reads over its end.
const tableAt = 64;
const inputAt = tableAt + 2 ** hashBits + 64;
const blockBytes = 64;
const pageBytes = 65_536;

/** A buffer, and a search in it for the places that may belong to the first line of a failure report. */
export class Prefilter {
  readonly bytes: Buffer;
  readonly #wasm: WasmExports;

  private constructor(wasm: WasmExports, size: number) {
    this.#wasm = wasm;
    this.bytes = Buffer.from(wasm.memory.buffer, inputAt, size);
    const table = new Uint8Array(wasm.memory.buffer, tableAt, 2 ** hashBits);
    for (const spelling of spellings) {
      for (let offset = 0; offset + 4 <= spelling.length; offset++) {
        table[Math.imul(spelling.readInt32LE(offset), multiplier) >>> hashShift] = 1;
      }
    }
  }

  /** With a buffer of that many bytes; null where this Node.js cannot run it. */
  static create(size: number): Prefilter | null {
    const pages = Math.ceil((inputAt + size + 2 * blockBytes) / pageBytes);
    const wasm = instantiate(search, pages);
    return wasm && new Prefilter(wasm, size);
  }

  /**
   * Looks through [from, to), where `to` follows a line feed and none follows it up to `end`.
   * @returns an offset within a needle, or `to`; and the line feeds before that offset
   */
  find(from: number, to: number, end: number): { at: number; lines: number } {
    // What a block reads over the end must neither be a line feed nor a needle.
    this.bytes.fill(0, end, Math.min(this.bytes.length, end + 2 * blockBytes));
    const { counter, call } = this.#wasm;
    counter.value = 0;
    for (let block = from; ; block += blockBytes) {
      block = call(block + inputAt, to + inputAt) - inputAt;
      if (block >= to) return { at: to, lines: counter.value };
      // The needle may have begun in the block before, and may end in the next.
      const at = this.#needleIn(
        Math.max(from, block - lookBack),
        Math.min(to, block + blockBytes + maxSpellingBytes),
      );
      if (at !== -1) return { at, lines: counter.value + this.#linesIn(block, at) };
      counter.value += this.#linesIn(block, Math.min(to, block + blockBytes));
    }
  }

  /** The last letter of the first match in [from, to), or -1. */
  #needleIn(from: number, to: number): number {
    const found = sought.exec(this.bytes.toString('latin1', from, to));
    return found ? from + found.index + found[0].length - 1 : -1;
  }

  /** Line feeds from `from` up to `to`; negative where `to` lies before `from`. */
  #linesIn(from: number, to: number): number {
    let lines = 0;
    for (let at = Math.min(from, to); at < Math.max(from, to); at++) if (this.bytes[at] === 10) lines++;
    return to < from ? -lines : lines;
  }
}

// Locals of search(at, to): parameters, line feeds seen, a window's place and end, sixteen line feeds.
const [at, to, feeds, window, last, feed] = [0, 1, 2, 3, 4, 5] as const;

/** Leaves 1 on the stack where the window `offset` bytes after a local is one of a needle's. */
const isWindow = (place: number, offset: number): Code => [
  ...op.get(place),
  ...op.load(offset),
  ...op.const(multiplier),
  ...op.multiply,
  ...op.const(hashShift),
  ...op.shiftRight,
  ...op.loadByte(tableAt),
];

/** Every window of the block, together. */
const anyWindow = [0, 8, 16, 24, 32, 40, 48, 56].flatMap((offset, i) => [
  ...isWindow(at, offset),
  ...(i > 0 ? op.or : []),
]);

/** A window counts only where the one before or behind it is a needle's too: eleven letters have room for both. */
const twoWindows: Code = [
  ...isWindow(window, 0),
  ...[...op.get(window), ...op.const(4), ...op.subtract, ...op.set(window)],
  ...[...isWindow(window, 0), ...isWindow(window, 8), ...op.or, ...op.and],
  ...[...op.get(window), ...op.const(4), ...op.add, ...op.set(window)],
];

/** Goes on by blocks until a needle may stand in one, or the end; counts the line feeds of the blocks left behind. */
const search = {
  parameters: 2,
  integers: 3,
  vectors: 1,
  body: [
    ...[...op.const(10), ...op.bytesSplat, ...op.set(feed)],
    ...op.block,
    ...op.loop,
    ...[...op.get(at), ...op.get(to), ...op.greaterEqual, ...op.branchIf(1)],
    ...op.block,
    ...[...anyWindow, ...op.isZero, ...op.branchIf(0)],
    ...[...op.get(at), ...op.tee(window), ...op.const(blockBytes), ...op.add, ...op.set(last)],
    ...op.loop,
    ...[...twoWindows, ...op.branchIf(3)],
    ...[...op.get(window), ...op.const(8), ...op.add, ...op.tee(window)],
    ...[...op.get(last), ...op.greaterEqual, ...op.isZero, ...op.branchIf(0)],
    ...op.end,
    ...op.end,
    ...op.get(feeds),
    ...[0, 16, 32, 48].flatMap((offset) => [
      ...[...op.get(at), ...op.vectorLoad(offset), ...op.get(feed), ...op.bytesEqual],
      ...[...op.bytesBitmask, ...op.popcnt, ...op.add],
    ]),
    ...op.set(feeds),
    ...[...op.get(at), ...op.const(blockBytes), ...op.add, ...op.set(at)],
    ...op.branch(0),
    ...op.end,
    ...op.end,
    ...[...op.getGlobal(0), ...op.get(feeds), ...op.add, ...op.setGlobal(0)],
    ...op.get(at),
  ],
};
