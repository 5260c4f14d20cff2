import type { Architecture } from './architecture.ts';
import type { StructName } from './btf/struct-names.ts';
import type { KernelRelease } from './release.ts';
import { type StructSizesRow, structTable } from './struct-sizes.ts';

/** The size of a structure in exactly the kernel of that release; null where the table does not have it. */
export function sizeInRelease(name: StructName, release: string): number | null {
  return structTable.find((row) => row.release === release)?.bytes[name] ?? null;
}

/**
 * The kernel of an architecture that is nearest to a release among those that have the structure in the table; between two
 * as near, the one where it is larger. Null where none of the architecture has it.
 * @param kernel null for a current one
 */
export function nearestKernel(
  name: StructName,
  kernel: Pick<KernelRelease, 'major' | 'minor'> | null,
  architecture: Architecture,
): { row: StructSizesRow; bytes: number } | null {
  const rows = structTable.flatMap((row) => {
    const bytes = row.bytes[name];
    return row.architecture === architecture && bytes !== undefined ? [{ row, bytes }] : [];
  });
  if (!kernel) return rows.at(-1) ?? null;
  const lines = (row: StructSizesRow): number =>
    Math.abs(lineNumber(row.upstream) - lineNumber([kernel.major, kernel.minor]));
  return rows.reduce<(typeof rows)[number] | null>((nearest, next) => {
    if (!nearest) return next;
    const nearer = lines(nearest.row) - lines(next.row);
    return nearer > 0 || (nearer === 0 && next.bytes > nearest.bytes) ? next : nearest;
  }, null);
}

/** The largest that a structure is in any kernel of the table, whatever its architecture. */
export function largestSize(name: StructName): number {
  return Math.max(...structTable.map(({ bytes }) => bytes[name] ?? 0));
}

/** Lines of kernels counted through: a major version has about twenty minor ones (4.20, 5.19, 6.19). */
function lineNumber([major, minor]: readonly [major: number, minor: number, ...rest: number[]]): number {
  return major * 20 + minor;
}
