import { type BtfSections, findSections, viewOf } from './sections.ts';
import { bytesOfType, kindOf, structKind, typeBytes } from './skip-type.ts';

/** What a BTF blob says of the structures that were asked for, or why it cannot be believed. */
export type BtfAnswer =
  | {
      /** bytes, by the name of the structure; one that is not defined there is left out */
      sizes: ReadonlyMap<string, number>;
      /** what split BTF of a module builds on */
      strings: BtfStrings;
    }
  | { malformed: string };

/** The string section of a kernel's BTF. */
export interface BtfStrings {
  bytes: Uint8Array;
  littleEndian: boolean;
}

/** No structure that is allocated in one piece is larger. */
const maxStructBytes = 2 ** 20;

/**
 * The sizes of structures by name, in one pass over the types, none of which is built. Where a name is defined twice, the
 * larger size stands. Takes BTF as it comes, of either endianness and any word size; never throws, and its time is linear
 * in the length of the types.
 * @param base the strings of vmlinux, for the BTF of a module: its own go on behind them
 */
export function findStructSizes(blob: Uint8Array, names: readonly string[], base?: BtfStrings): BtfAnswer {
  const found = findSections(blob);
  if (typeof found === 'string') return { malformed: found };
  if (base && base.littleEndian !== found.littleEndian)
    return { malformed: 'is of another endianness than the BTF of vmlinux' };
  const { littleEndian, strings, types } = found;
  const own = blob.subarray(strings.start, strings.end);
  const isNamed = nameTest(own, base);
  const wanted = names.map((name) => ({ name, bytes: Buffer.from(`${name}\0`, 'latin1') }));
  const sizes = new Map<string, number>();
  const view = viewOf(blob);
  let at = types.start;
  while (at < types.end) {
    if (at + typeBytes > types.end) return { malformed: cut(found, at) };
    const info = view.getUint32(at + 4, littleEndian);
    const length = bytesOfType(info);
    if (length === null) return { malformed: `has a type of kind ${kindOf(info)}, which is not known` };
    if (at + length > types.end) return { malformed: cut(found, at) };
    if (kindOf(info) === structKind) {
      const nameAt = view.getUint32(at, littleEndian);
      const name = wanted.find(({ bytes }) => isNamed(nameAt, bytes))?.name;
      if (name !== undefined) {
        const size = view.getUint32(at + 8, littleEndian);
        if (size > maxStructBytes) return { malformed: `says that struct ${name} has ${size} bytes` };
        if (size > (sizes.get(name) ?? 0)) sizes.set(name, size);
      }
    }
    at += length;
  }
  return { sizes, strings: { bytes: own, littleEndian } };
}

function cut({ types }: BtfSections, at: number): string {
  return `has a type at byte ${at - types.start} of its types that goes beyond the last of them`;
}

/** Whether the string at an offset is the one given, its closing zero included. */
function nameTest(own: Uint8Array, base?: BtfStrings): (at: number, name: Uint8Array) => boolean {
  const first = base?.bytes ?? new Uint8Array();
  return (at, name) => {
    const [strings, from] = at < first.length ? [first, at] : [own, at - first.length];
    for (let i = 0; i < name.length; i++) if (strings[from + i] !== name[i]) return false;
    return true;
  };
}
