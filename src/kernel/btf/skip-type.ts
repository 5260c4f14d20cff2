/** struct btf_type: name_off, info, then size or type */
export const typeBytes = 12;

/** BTF_KIND_STRUCT */
export const structKind = 4;

/** Bytes behind a struct btf_type, by kind (include/uapi/linux/btf.h): a fixed number, and as many for each of vlen. */
const trailers: Readonly<Record<number, readonly [fixed: number, each: number]>> = {
  1: [4, 0], // INT
  2: [0, 0], // PTR
  3: [12, 0], // ARRAY
  [structKind]: [0, 12],
  5: [0, 12], // UNION
  6: [0, 8], // ENUM
  7: [0, 0], // FWD
  8: [0, 0], // TYPEDEF
  9: [0, 0], // VOLATILE
  10: [0, 0], // CONST
  11: [0, 0], // RESTRICT
  12: [0, 0], // FUNC
  13: [0, 8], // FUNC_PROTO
  14: [4, 0], // VAR
  15: [0, 12], // DATASEC
  16: [0, 0], // FLOAT
  17: [4, 0], // DECL_TAG
  18: [0, 0], // TYPE_TAG
  19: [0, 12], // ENUM64
};

/** The kind of a type, out of its `info`. */
export function kindOf(info: number): number {
  return (info >>> 24) & 0x1f;
}

/** The bytes that a type takes with all that follows it; null for a kind that is not known. */
export function bytesOfType(info: number): number | null {
  const trailer = trailers[kindOf(info)];
  return trailer === undefined ? null : typeBytes + trailer[0] + trailer[1] * (info & 0xffff);
}
