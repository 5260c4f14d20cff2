/** Where the parts of a BTF blob lie (Documentation/bpf/btf.rst, struct btf_header). Offsets are into `bytes`. */
export interface BtfSections {
  bytes: Uint8Array;
  littleEndian: boolean;
  types: Section;
  strings: Section;
}

interface Section {
  start: number;
  /** one past its last byte */
  end: number;
}

const magic = 0xeb9f;
const version = 1;
/** up to and with str_len; later fields are skipped by hdr_len */
const minHeaderBytes = 24;

/**
 * Reads the header of BTF of either endianness.
 * @returns why it cannot be believed, in place of the sections
 */
export function findSections(bytes: Uint8Array): BtfSections | string {
  const view = viewOf(bytes);
  if (bytes.length < minHeaderBytes) return 'is shorter than the header of BTF';
  const littleEndian = view.getUint16(0, true) === magic;
  if (!littleEndian && view.getUint16(0, false) !== magic) return 'does not begin as BTF does';
  if (view.getUint8(2) !== version) return `is BTF of version ${view.getUint8(2)}, expected ${version}`;
  const [headerBytes = 0, typesAt = 0, typesBytes = 0, stringsAt = 0, stringsBytes = 0] = [
    4, 8, 12, 16, 20,
  ].map((at) => view.getUint32(at, littleEndian));
  const section = (at: number, length: number): Section => ({
    start: headerBytes + at,
    end: headerBytes + at + length,
  });
  const [types, strings] = [section(typesAt, typesBytes), section(stringsAt, stringsBytes)];
  if (headerBytes < minHeaderBytes || types.end > bytes.length || strings.end > bytes.length)
    return 'has a section that ends behind the end of the file';
  if (strings.end > strings.start && bytes[strings.end - 1] !== 0)
    return 'has strings of which the last does not end';
  return { bytes, littleEndian, types, strings };
}

/** A view of the bytes wherever they lie in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
