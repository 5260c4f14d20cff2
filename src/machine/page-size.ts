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

/** The page size of the machine that the texts are from: MemTotal over the managed pages, rounded to a power of two. */
export function pageSizeOf(zones: readonly ZoneinfoZone[] | null, meminfo: Counters | null): number | null {
  const managed = (zones ?? []).reduce((sum, zone) => sum + zone.managedPages, 0);
  const total = (meminfo?.get('MemTotal') ?? 0) * 1024;
  if (managed === 0 || total === 0) return null;
  const size = 2 ** Math.round(Math.log2(total / managed));
  return size >= 4096 && size <= 262_144 ? size : null;
}
