// A tiny writer of BTF (Documentation/bpf/btf.rst): what a test says, no more.

/** One type; `name` and the names of members go into the strings. */
export interface WrittenType {
  kind: number;
  name?: string;
  /** or the type that it refers to */
  size?: number;
  vlen?: number;
  kindFlag?: boolean;
  /** what follows struct btf_type, as 32-bit numbers; where it is left out, zeros as the kind takes */
  trailer?: readonly number[];
}

export interface WrittenBtf {
  types: readonly WrittenType[];
  bigEndian?: boolean;
  /** bytes of the header, 24 or more */
  headerBytes?: number;
  /** length of vmlinux's strings, for the split BTF of a module */
  baseStringBytes?: number;
}

const words: Readonly<Record<number, (vlen: number) => number>> = {
  1: () => 1,
  3: () => 3,
  4: (vlen) => 3 * vlen,
  5: (vlen) => 3 * vlen,
  6: (vlen) => 2 * vlen,
  13: (vlen) => 2 * vlen,
  14: () => 1,
  15: (vlen) => 3 * vlen,
  17: () => 1,
  19: (vlen) => 3 * vlen,
};

/** Every kind with something behind it, to be gone past on the way to a structure. */
export const everyKind: readonly WrittenType[] = Array.from({ length: 19 }, (_, i) => ({
  kind: i + 1,
  name: `kind_${i + 1}`,
  size: 4,
  vlen: 3,
}));

/** A structure of so many bytes, with one member. */
export function struct(name: string, size: number): WrittenType {
  return { kind: 4, name, size, vlen: 1 };
}

/** The bytes of a BTF blob. */
export function writeBtf({
  types,
  bigEndian = false,
  headerBytes = 24,
  baseStringBytes,
}: WrittenBtf): Buffer {
  let strings = baseStringBytes === undefined ? '\0' : '';
  const numbers: number[] = [];
  for (const { kind, name = '', size = 0, vlen = 0, kindFlag = false, trailer } of types) {
    const nameAt = name === '' ? 0 : (baseStringBytes ?? 0) + strings.length;
    if (name !== '') strings += `${name}\0`;
    numbers.push(nameAt, ((kindFlag ? 0x80 : 0) + kind) * 2 ** 24 + vlen, size);
    const length = words[kind]?.(vlen) ?? 0;
    numbers.push(...(trailer ?? Array.from({ length }, () => 0)));
  }
  const bytes = Buffer.alloc(headerBytes + numbers.length * 4 + strings.length);
  const put = (value: number, at: number): void => {
    if (bigEndian) bytes.writeUInt32BE(value >>> 0, at);
    else bytes.writeUInt32LE(value >>> 0, at);
  };
  bytes.set(bigEndian ? [0xeb, 0x9f, 1, 0] : [0x9f, 0xeb, 1, 0]);
  [headerBytes, 0, numbers.length * 4, numbers.length * 4, strings.length].forEach((value, i) => {
    put(value, 4 + 4 * i);
  });
  numbers.forEach((value, i) => {
    put(value, headerBytes + 4 * i);
  });
  bytes.write(strings, headerBytes + numbers.length * 4, 'latin1');
  return bytes;
}

/** The strings of vmlinux that a written blob has. */
export function stringsOf(blob: Buffer): Buffer {
  const bigEndian = blob[0] === 0xeb;
  const at = (offset: number): number => (bigEndian ? blob.readUInt32BE(offset) : blob.readUInt32LE(offset));
  return blob.subarray(at(4) + at(16), at(4) + at(16) + at(20));
}
