/**
 * The inner loop of the prefilter, as WebAssembly: 16 bytes a turn, two needles of a few letters and line feeds at once.
 * The module is put together here, instruction by instruction, so that it can be read and changed like source.
 */

/** `lloc` is in every header but the OOM killer's; `x v` in `Linux version`. */
const needles = ['lloc', '-ki', 'x v'];

// Instructions (WebAssembly core specification 2.0, section 5.4); numbers below 128 are their own LEB128.
const end = 0x0b;
const localGet = (index: number): number[] => [0x20, index];
const localSet = (index: number): number[] => [0x21, index];
const globalGet = (index: number): number[] => [0x23, index];
const globalSet = (index: number): number[] => [0x24, index];
const i32Const = (value: number): number[] => [0x41, value];
const i32GreaterEqual = 0x4f;
const i32Add = 0x6a;
const i32Popcnt = 0x69;
const branch = (depth: number): number[] => [0x0c, depth];
const branchIf = (depth: number): number[] => [0x0d, depth];
const blockWithoutResult = [0x02, 0x40];
const loopWithoutResult = [0x03, 0x40];
const v128LoadUnaligned = (offset: number): number[] => [0xfd, 0x00, 0, offset];
const v128Filled = (byte: number): number[] => [0xfd, 0x0c, ...new Array<number>(16).fill(byte)];
const i8x16Equal = [0xfd, 0x23];
const v128And = [0xfd, 0x4e];
const v128Or = [0xfd, 0x50];
const v128AnyTrue = [0xfd, 0x53];
const i8x16Bitmask = [0xfd, 0x64];

// Locals of scan(at, to): its two parameters, the line feeds, and the four vectors that start a byte apart.
const at = 0;
const to = 1;
const feeds = 2;
const vector = (shift: number): number => 3 + shift;
const vectors = Math.max(...needles.map((needle) => needle.length));

/** Leaves on the stack which of the 16 places equal the byte, read `shift` bytes further. */
const equals = (shift: number, letter: string): number[] => [
  ...localGet(vector(shift)),
  ...v128Filled(letter.charCodeAt(0)),
  ...i8x16Equal,
];

const needleStarts = needles.flatMap((needle, n) => [
  ...[...needle].flatMap((letter, shift) => [...equals(shift, letter), ...(shift > 0 ? v128And : [])]),
  ...(n > 0 ? v128Or : []),
]);

const body = [
  ...blockWithoutResult,
  ...loopWithoutResult,
  ...[...localGet(at), ...localGet(to), i32GreaterEqual, ...branchIf(1)],
  ...Array.from({ length: vectors }, (_, shift) => [...localGet(at), ...v128LoadUnaligned(shift), ...localSet(vector(shift))]).flat(),
  ...[...needleStarts, ...v128AnyTrue, ...branchIf(1)],
  ...[...localGet(feeds), ...equals(0, '\n'), ...i8x16Bitmask, i32Popcnt, i32Add, ...localSet(feeds)],
  ...[...localGet(at), ...i32Const(16), i32Add, ...localSet(at)],
  ...branch(0),
  end,
  end,
  ...[...globalGet(0), ...localGet(feeds), i32Add, ...globalSet(0)],
  ...localGet(at),
  end,
];

/** What the module exports. */
export interface WasmScan {
  memory: WebAssembly.Memory;
  /**
   * Goes on from `at` by 16 bytes until a needle starts there or `to` is reached, and returns where it stopped.
   * Line feeds of the blocks that it left behind are added to `lines`.
   */
  scan: (at: number, to: number) => number;
  lines: WebAssembly.Global;
}

/** The module with a memory of that many 64 KiB pages; null where this Node.js runs without WebAssembly. */
export function wasmScan(pages: number): WasmScan | null {
  if (typeof WebAssembly === 'undefined') return null;
  const i32 = 0x7f;
  const v128 = 0x7b;
  const locals = [2, 1, i32, vectors, v128];
  const code = [...locals, ...body];
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const binary = [
    ...Buffer.from('\0asm'),
    ...[1, 0, 0, 0],
    ...section(1, [1, 0x60, 2, i32, i32, 1, i32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, pages]),
    ...section(6, [1, i32, 1, ...i32Const(0), end]),
    ...section(7, [3, ...name('scan'), 0, 0, ...name('memory'), 2, 0, ...name('lines'), 3, 0]),
    ...section(10, [1, ...leb128(code.length), ...code]),
  ];
  const module = new WebAssembly.Module(Uint8Array.from(binary));
  return new WebAssembly.Instance(module).exports as unknown as WasmScan;
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb128(content.length), ...content];
}

function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb128(value >>> 7)];
}
