import type { CgroupHeadroom } from '../machine/proc/cgroup.ts';

/** What the readings say besides the prediction; null for what was not read. */
export interface AdviceFacts {
  /** vm.min_free_kbytes, KiB */
  minFreeKbytes: number | null;
  /** all memory of the machine, in pages */
  allPages: number | null;
  /** file pages that are neither dirty nor under writeback */
  cleanCachePages: number | null;
  possibleCpus: number | null;
  onlineCpus: number | null;
  /** KiB */
  swapTotalKib: number | null;
  /** huge pages of the pool that nobody uses, and their size in KiB */
  freeHugePages: number | null;
  hugePageKib: number | null;
  /** memory cgroups, dead ones included, as /proc/cgroups counts them */
  memoryCgroups: number | null;
  /** the limit on this process that is nearest; null where there is none */
  cgroup: Pick<CgroupHeadroom, 'path' | 'limitBytes' | 'bytes' | 'unusedOf'> | null;
  /** what explicit compaction can do: it has the pages, it would once the page cache is dropped, or it cannot help */
  compaction: 'helps' | 'with-cache' | 'useless' | null;
  /** with all of the clean page cache free, the request would be served */
  cacheSuffices: boolean | null;
  /** this run has waited and looked again already */
  waited: boolean;
}

/** Nothing was read besides the prediction. */
export const noFacts: AdviceFacts = {
  minFreeKbytes: null,
  allPages: null,
  cleanCachePages: null,
  possibleCpus: null,
  onlineCpus: null,
  swapTotalKib: null,
  freeHugePages: null,
  hugePageKib: null,
  memoryCgroups: null,
  cgroup: null,
  compaction: null,
  cacheSuffices: null,
  waited: false,
};
