/**
 * As much of a WebAssembly assembler as one function needs (core specification 2.0, section 5): instructions as
 * functions that return their bytes, so that code put together from them reads like source.
 */
export type Code = readonly number[];

const i32 = 0x7f;
const v128 = 0x7b;

export const op = {
  end: [0x0b],
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  branch: (depth: number): Code => [0x0c, depth],
  branchIf: (depth: number): Code => [0x0d, depth],
  get: (local: number): Code => [0x20, local],
  set: (local: number): Code => [0x21, local],
  tee: (local: number): Code => [0x22, local],
  getGlobal: (global: number): Code => [0x23, global],
  setGlobal: (global: number): Code => [0x24, global],
  load: (offset: number): Code => [0x28, 0, ...unsigned(offset)],
  loadByte: (offset: number): Code => [0x2d, 0, ...unsigned(offset)],
  const: (value: number): Code => [0x41, ...signed(value)],
  isZero: [0x45],
  greaterEqual: [0x4f],
  popcnt: [0x69],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  and: [0x71],
  or: [0x72],
  shiftRight: [0x76],
  vectorLoad: (offset: number): Code => [0xfd, 0x00, 0, ...unsigned(offset)],
  bytesSplat: [0xfd, 0x0f],
  bytesEqual: [0xfd, 0x23],
  bytesBitmask: [0xfd, 0x64],
} as const;

/** A function of 32-bit parameters and result, with further locals; parameters are its first locals. */
interface WasmFunction {
  parameters: number;
  integers: number;
  vectors: number;
  body: Code;
}

/** What the module exports. */
export interface WasmExports {
  memory: { readonly buffer: ArrayBuffer };
  call: (...parameters: number[]) => number;
  /** global 0, which the function may change */
  counter: { value: number };
}

/** The part of WebAssembly that is used; under --jitless Node.js has none of it. */
interface Engine {
  Module: new (binary: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
}

/**
 * Makes a module of one function, with a memory of that many 64 KiB pages.
 * @returns null if this Node.js runs without WebAssembly or its vector instructions
 */
export function instantiate(
  { parameters, integers, vectors, body }: WasmFunction,
  pages: number,
): WasmExports | null {
  const engine = (globalThis as { WebAssembly?: Engine }).WebAssembly;
  if (!engine) return null;
  const code = [2, integers, i32, vectors, v128, ...body, ...op.end];
  const binary = [
    ...Buffer.from('\0asm'),
    ...[1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(i32), 1, i32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, pages]),
    ...section(6, [1, i32, 1, ...op.const(0), ...op.end]),
    ...section(7, [3, ...exported('call', 0), ...exported('memory', 2), ...exported('counter', 3)]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ];
  try {
    return new engine.Instance(new engine.Module(Uint8Array.from(binary))).exports as WasmExports;
  } catch (error) {
    if (error instanceof Error && error.name === 'CompileError') return null;
    throw error;
  }
}

function exported(name: string, kind: number): number[] {
  return [name.length, ...Buffer.from(name), kind, 0];
}

function section(id: number, content: Code): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
