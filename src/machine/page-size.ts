import { readBounded } from './read-file.ts';
import type { Counters } from './proc/counters.ts';
import type { ZoneinfoZone } from './proc/zoneinfo.ts';

const atPageSize = 6n;

/** Architectures with only one page size (asm/page.h); arm64, ppc64, mips and loong64 have several. */
const fixedPageSizes: Record<string, number> = {
  x64: 4096,
  ia32: 4096,
  arm: 4096,
  s390x: 4096,
  riscv64: 4096,
};

/** The page size of the running kernel in bytes: the architecture's, or as the kernel told this process. */
export function ownPageSize(architecture: string = process.arch): number | null {
  return fixedPageSizes[architecture] ?? toldPageSize();
}

/** AT_PAGESZ in the auxiliary vector. */
function toldPageSize(): number | null {
  try {
    const vector = Buffer.from(readBounded('/proc/self/auxv'), 'latin1');
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === atPageSize) return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
    // Hidden in some sandboxes: the caller falls back to the texts.
  }
  return null;
}

/** Those that Linux is run with; 8 KiB is that of sparc64 and alpha alone. */
const usualPageSizes = [4096, 16_384, 65_536, 262_144] as const;

/**
 * The page size of the machine that the texts are from: MemTotal over the managed pages, or the usual size nearest to it.
 * Kernels that hand pages out late, and guests that plug memory in, make the quotient up to twice as large.
 */
export function pageSizeOf(zones: readonly ZoneinfoZone[] | null, meminfo: Counters | null): number | null {
  const managed = (zones ?? []).reduce((sum, zone) => sum + zone.managedPages, 0);
  const total = (meminfo?.get('MemTotal') ?? 0) * 1024;
  if (managed === 0 || total === 0) return null;
  const distance = (size: number): number => Math.abs(Math.log2(total / managed / size));
  const nearest = usualPageSizes.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  return distance(nearest) < 1 ? nearest : null;
}
