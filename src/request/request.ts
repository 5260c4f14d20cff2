/** How the kernel comes by the memory; each path fails for its own reason. */
export type Path = 'contiguous' | 'vmalloc' | 'vmalloc-noretry';

/**
 * How the size of a request is known: from the slab files of the running kernel, the types of this very release in the
 * table, the running kernel's own types, the nearest release in the table, the kernel's source, or not at all.
 */
export type SizeSource = 'slab' | 'table' | 'btf' | 'nearest' | 'formula' | 'assumed';

/** What the kernel is asked for. */
export interface Request {
  /** the named workload, or null for --size and --order */
  workload: string | null;
  bytes: number;
  /** of the bytes; absent where the user said them */
  from?: SizeSource;
  /** of the contiguous block; for the vmalloc paths get_order of the size, for information only */
  order: number;
  pages: number;
  /** of the contiguous path: how many blocks, one after the other; 1 unless given */
  count?: number;
  /** of the machine that is asked, in bytes */
  pageSize: number;
  path: Path;
  gfp: string[];
  /** what was assumed on the way from the user's words to these numbers, one sentence each */
  notes: string[];
  /** why the kernel refuses it before it looks for memory, where it does */
  refused?: string;
}
