/** How the kernel comes by the memory; each path fails for its own reason. */
export type Path = 'contiguous' | 'vmalloc' | 'vmalloc-noretry';

/** What the kernel is asked for. */
export interface Request {
  /** the named workload, or null for --size and --order */
  workload: string | null;
  bytes: number;
  /** of the contiguous block; for the vmalloc paths get_order of the size, for information only */
  order: number;
  pages: number;
  /** how many of it, one after the other; 1 unless given. The vmalloc paths are judged by the pages of all of them */
  count?: number;
  /** the node that is asked first, or alone with __GFP_THISNODE; the caller's own, which is not known, unless given */
  node?: number;
  /** of the machine that is asked, in bytes */
  pageSize: number;
  path: Path;
  gfp: string[];
  /** what was assumed on the way from the user's words to these numbers, one sentence each */
  notes: string[];
  /** why the kernel refuses it before it looks for memory, where it does */
  refused?: string;
  /** why it is not known what is asked for, where it is not: `bytes`, `order` and `pages` mean nothing then */
  unsized?: string;
}
