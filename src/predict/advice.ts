import type { FaultStatus } from '../kernel/faults/fault-status.ts';
import { costlyOrder } from '../request/order.ts';
import type { Request } from '../request/request.ts';
import { addressSpaceAdvice } from './address-space-advice.ts';
import type { Prediction } from './prediction.ts';

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
  cgroup: { path: string; limitBytes: number; bytes: number } | null;
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
};

/** memcg ids are 16 bits wide; from here on leaked ones are the likelier reason than memory. */
const manyCgroups = 50_000;
/** A limit with less than this left refuses small requests too (64 MiB). */
const tightBytes = 64 * 2 ** 20;

/** No advice to reserve a larger share of the memory: too much kills the machine (Documentation/admin-guide/sysctl/vm.rst). */
const maxReserved = 0.05;

type Answer = Pick<Prediction, 'verdict' | 'cause' | 'never'>;

/**
 * What to do, one sentence each, most useful first. A fault of the kernel is told whatever the verdict is, the rest only
 * if the request does not fit now. Pure: `fault` is what is known of this request on this kernel.
 */
export function advise(
  request: Request,
  answer: Answer,
  fault: FaultStatus | null,
  facts: AdviceFacts = noFacts,
): string[] {
  const advice: string[] = [];
  if (fault && (fault.state === 'affected' || (fault.state === 'unknown' && fault.assumed)))
    advice.push(upgrade(fault, request));
  if (answer.verdict === 'available' || answer.verdict === 'unknown') return advice;
  if (answer.never) return [...advice, ...forNever(request, answer)];
  advice.push(
    ...forFault(fault, request, facts),
    ...forCause(request, answer, facts),
    ...lookAlikes(request, answer, facts),
  );
  return [...new Set(advice)];
}

function upgrade({ state, says, fixedIn, confidence, note }: FaultStatus, { path, order }: Request): string {
  const sure = confidence === 'verified' ? '' : ' (unverified)';
  const why = note === null ? '' : `; ${note}`;
  const does = state === 'affected' ? 'this kernel has a known fault' : 'this kernel may have a known fault';
  const remedy = fixedIn === null ? 'no fixed build is known' : `upgrade to ${fixedIn} or later`;
  const harm = path === 'contiguous' && order <= costlyOrder ? `; at order ${order} it does no harm` : '';
  return `${remedy}: ${does}${sure}: ${says}${why}${harm}`;
}

function forNever(request: Request, { cause }: Answer): string[] {
  const { order, path, count = 1, refused } = request;
  if (cause === 'address-space') return addressSpaceAdvice(request);
  if (refused !== undefined) return ['ask for less: more memory would not help'];
  if (cause === 'never' && (path !== 'contiguous' || count > 1))
    return ['ask for less, or give the machine more memory: this is more than it has in all'];
  if (cause === 'zone-absent') return ['ask without the zone flag: this machine has no memory in that zone'];
  return [`ask for less: no state of this machine can serve order ${order}`];
}

/** How to make the request smaller, if its size can be tuned. */
function forFault(
  fault: FaultStatus | null,
  { order, bytes, pageSize }: Request,
  facts: AdviceFacts,
): string[] {
  if (fault?.name !== 'veth-queues' || order <= costlyOrder) return [];
  const { possibleCpus, onlineCpus } = facts;
  if (possibleCpus === null)
    return ['boot with nr_cpus= set to the CPUs that are present: the queues grow with the possible CPUs'];
  const harmless = Math.floor((2 ** costlyOrder * pageSize) / (bytes / possibleCpus));
  if (onlineCpus !== null && onlineCpus < possibleCpus) {
    return [
      `boot with nr_cpus=${onlineCpus}: ${possibleCpus} CPUs are possible and ${onlineCpus} are present, and the queues are made for all possible ones`,
    ];
  }
  return [
    `create the pair with fewer queues (ip link add … numrxqueues 1), or boot with nr_cpus=${harmless} or fewer if that many are enough: up to that number the block is of order ${costlyOrder}, which the kernel does not refuse`,
  ];
}

function forCause(request: Request, { cause }: Answer, facts: AdviceFacts): string[] {
  switch (cause) {
    case 'fragmentation':
      return [...hugePool(facts), compaction(facts), ...moreReserve(request, facts)];
    case 'watermark':
      return [
        ...hugePool(facts),
        ...dropCaches(facts),
        ...(request.path === 'contiguous' ? [compaction(facts)] : []),
        ...moreReserve(request, facts),
        'give the machine more memory, or run less alongside the step',
      ];
    case 'reserve':
      return [
        ...hugePool(facts),
        'free memory in the upper zones: the free pages lie in a lower zone, which vm.lowmem_reserve_ratio holds back',
        ...dropCaches(facts),
      ];
    case 'withheld-blocks':
      return [
        'compact memory: the blocks that are free are CMA or HighAtomic ones, which this request may not use',
        ...moreReserve(request, facts),
      ];
    case 'out-of-memory':
      return [
        ...hugePool(facts),
        facts.swapTotalKib === 0
          ? 'give the machine more memory, or swap: it has none'
          : 'give the machine more memory or swap, or run less alongside the step',
      ];
    case 'cgroup-limit':
      return [limit(facts)];
    case 'address-space':
      return addressSpaceAdvice(request);
    case 'none':
    case 'never':
    case 'zone-absent':
    case 'not-read':
      return [];
  }
}

function compaction({ cleanCachePages }: AdviceFacts): string {
  const first = cleanCachePages !== null && cleanCachePages > 5000 ? ' with --drop-caches before it' : '';
  return `compact memory before the step (--compact as root${first}), or retry: kcompactd keeps working after a refusal`;
}

function dropCaches({ cleanCachePages }: AdviceFacts): string[] {
  if (cleanCachePages === 0) return [];
  const told =
    cleanCachePages === null ? 'the clean page cache' : `${cleanCachePages} pages of clean page cache`;
  return [
    `free ${told} before the step (--drop-caches as root), or retry: kswapd keeps working after a refusal`,
  ];
}

/** Higher marks keep more free for bursts, but are harder to pass for this very request: no remedy for now. */
function moreReserve({ pages, pageSize }: Request, { minFreeKbytes, allPages }: AdviceFacts): string[] {
  const more =
    minFreeKbytes && Math.max(2 * minFreeKbytes, minFreeKbytes + Math.ceil((4 * pages * pageSize) / 1024));
  if (more && allPages !== null && more * 1024 > allPages * pageSize * maxReserved) return [];
  const to = more === null ? '' : ` to ${more}`;
  return [
    `for next time, raise vm.min_free_kbytes${to} (or vm.watermark_scale_factor) while memory is free: kswapd then keeps more of it free`,
  ];
}

function hugePool({ freeHugePages, hugePageKib }: AdviceFacts): string[] {
  if (!freeHugePages || hugePageKib === null) return [];
  return [
    `give the unused huge pages back (vm.nr_hugepages): ${freeHugePages} of ${hugePageKib} KiB are free in the pool`,
  ];
}

function limit({ cgroup }: AdviceFacts): string {
  if (!cgroup) return 'raise the memory limit of the cgroup (memory.max, or memory.limit_in_bytes)';
  return `raise the memory limit of cgroup ${cgroup.path} (${cgroup.limitBytes} bytes, ${cgroup.bytes} left): memory.max, or memory.limit_in_bytes`;
}

/** Other problems with the same message, if the readings show them. */
function lookAlikes(
  { path, workload }: Request,
  { cause }: Answer,
  { cgroup, memoryCgroups }: AdviceFacts,
): string[] {
  const found: string[] = [];
  if (memoryCgroups !== null && memoryCgroups >= manyCgroups) {
    found.push(
      `there are ${memoryCgroups} memory cgroups of at most 65535: "mkdir …: cannot allocate memory" then comes from leaked cgroup ids, not from memory; reboot the host`,
    );
  }
  if (cgroup && cause !== 'cgroup-limit' && cgroup.bytes < tightBytes) {
    found.push(
      `cgroup ${cgroup.path} has ${cgroup.bytes} bytes left of its limit of ${cgroup.limitBytes}: its ENOMEM looks the same`,
    );
  }
  if (workload === 'io-uring') {
    found.push(
      'ulimit -l (RLIMIT_MEMLOCK) says the same ENOMEM to users without CAP_IPC_LOCK, before 5.12 and from 6.14 on',
    );
  }
  if (path === 'vmalloc' && cause === 'out-of-memory') {
    found.push(
      'if memory is not short, look at the module address space: "vmap allocation for size N failed" and bpf_jit_limit have nothing to do with free pages',
    );
  }
  return found;
}
