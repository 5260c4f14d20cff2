/** How the kernel comes by memory; each path fails for its own reason. */
export type MemoryPath = 'contiguous' | 'vmalloc' | 'vmalloc-noretry';

/** `address-space`: what has to fit under a limit that has nothing to do with free memory; only workloads ask for it. */
export type Path = MemoryPath | 'address-space';

/**
 * The limit of an address-space request. `bpf-jit`: net.core.bpf_jit_limit, for callers without CAP_BPF; `module-space`:
 * where the kernel keeps modules and programs, for callers that pass that limit; `commit`: overcommit (vm.overcommit_memory).
 */
export type AddressSpaceLimit = 'bpf-jit' | 'module-space' | 'commit';

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
  /** of the bytes; absent for --size and --order without a workload, and where it is not known what is asked for */
  from?: SizeSource;
  /** of the contiguous block; for the other paths get_order of the size, for information only */
  order: number;
  pages: number;
  /** how many of it, one after the other; 1 unless given. The vmalloc paths are judged by the pages of all of them */
  count?: number;
  /** of the pages of the vmalloc paths, those that a step takes beside the request: a cgroup is charged with them in any case */
  besidePages?: number;
  /** the node that is asked first, or alone with __GFP_THISNODE; the caller's own, which is not known, unless given */
  node?: number;
  /** of the machine that is asked, in bytes */
  pageSize: number;
  path: Path;
  /** of the address-space path */
  limit?: AddressSpaceLimit;
  /** a page of the hugetlb pool: above the largest free list it comes from CMA, or from a range that is cleared for it */
  hugePage?: boolean;
  gfp: string[];
  /** what was assumed on the way from the user's words to these numbers, one sentence each */
  notes: string[];
  /** why the kernel refuses it before it looks for memory, where it does */
  refused?: string;
  /** why the pool of huge pages does not have it and nobody makes more, whatever memory is free; it may have it later */
  shortOfPool?: string;
  /** why nothing has to be made for it, where that is so */
  granted?: string;
  /** why it is not known what is asked for, where it is not: `bytes`, `order` and `pages` mean nothing then */
  unsized?: string;
}
