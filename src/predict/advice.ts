import type { FaultStatus } from '../kernel/faults/fault-status.ts';
import { costlyOrder } from '../request/order.ts';
import type { Request } from '../request/request.ts';
import { counted, formatBytes } from '../text/units.ts';
import { addressSpaceAdvice } from './address-space-advice.ts';
import type { Advice } from './advised.ts';
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

/** memcg ids are 16 bits wide; from here on leaked ones are the likelier reason than memory. */
const manyCgroups = 50_000;
/** A limit with less than this left refuses small requests too (64 MiB). */
const tightBytes = 64 * 2 ** 20;

/** No advice to reserve a larger share of the memory: too much kills the machine (Documentation/admin-guide/sysctl/vm.rst). */
const maxReserved = 0.05;

type Answer = Pick<Prediction, 'verdict' | 'cause' | 'never'>;

/**
 * What to do, most useful first: what helps now, then a kernel without the fault, then what helps later. A fault of the
 * kernel is told whatever the verdict is, the rest only if the request does not fit now. What the readings, or this run,
 * show to be useless is not advised. Pure: `fault` is what is known of this request on this kernel.
 */
export function advise(
  request: Request,
  answer: Answer,
  fault: FaultStatus | null,
  facts: AdviceFacts = noFacts,
): Advice[] {
  const known = fault && (fault.state === 'affected' || (fault.state === 'unknown' && fault.assumed));
  const fixes = known ? [upgrade(fault, request)] : [];
  if (answer.verdict === 'available' || answer.verdict === 'unknown') return fixes;
  if (answer.never) return [...forNever(request, answer), ...fixes];
  const { now, waiting: wait, later } = forCause(request, answer, facts);
  const pages = answer.verdict === 'unavailable' ? inPages(request) : [];
  const all = [...now, ...fixes, ...forFault(fault, request, facts), ...wait, ...pages, ...later];
  return unique([...all, ...lookAlikes(request, answer, facts)]);
}

function unique(all: readonly Advice[]): Advice[] {
  return [...new Map(all.map((advice) => [advice.says, advice])).values()];
}

function upgrade(
  { state, says, relief, fixedIn, confidence, note }: FaultStatus,
  { path, order }: Request,
): Advice {
  const sure = confidence === 'verified' ? '' : ' (unverified)';
  const why = note === null ? '' : `; ${note}`;
  const does = state === 'affected' ? 'this kernel has a known fault' : 'this kernel may have a known fault';
  const remedy = fixedIn === null ? 'no fixed build is known' : `upgrade the kernel to ${fixedIn} or newer`;
  const harmless = path === 'contiguous' && order <= costlyOrder;
  const harm = harmless ? `; at order ${order} it does no harm` : '';
  const sentence = `${remedy}: ${does}${sure}: ${says}${why}${harm}`;
  if (fixedIn === null || harmless) return { says: sentence };
  return { says: sentence, does: { words: remedy }, effect: `${relief}${sure}` };
}

/** A size that was asked for without a path is one block, which its asker may not have meant. */
function inPages({ workload, path, order }: Request): Advice[] {
  if (workload !== null || path !== 'contiguous' || order <= costlyOrder) return [];
  return [
    {
      says: 'ask with --path vmalloc where the memory need not be in one piece: one contiguous block was asked for',
      does: { options: [{ name: 'path', value: 'vmalloc' }] },
      effect: 'where it need not be one block',
    },
  ];
}

function forNever(request: Request, { cause }: Answer): Advice[] {
  const { order, path, count = 1, refused } = request;
  if (cause === 'address-space') return [addressSpaceAdvice(request)];
  const less = (why: string): Advice[] => [
    { says: `ask for less: ${why}`, does: { words: 'ask for less' }, effect: why },
  ];
  if (refused !== undefined) return less('more memory would not help');
  if (cause === 'never' && (path !== 'contiguous' || count > 1)) {
    const words = 'ask for less, or give the machine more memory';
    return [
      { says: `${words}: this is more than it has in all`, does: { words }, effect: 'it has less in all' },
    ];
  }
  if (cause === 'zone-absent') {
    const words = 'ask without the zone flag';
    const why = 'this machine has no memory in that zone';
    return [{ says: `${words}: ${why}`, does: { words }, effect: why }];
  }
  return [...less(`no state of this machine can serve order ${order}`), ...inPages(request)];
}

/** How to make the request smaller, if its size can be tuned. */
function forFault(
  fault: FaultStatus | null,
  { order, bytes, pageSize }: Request,
  facts: AdviceFacts,
): Advice[] {
  if (fault?.name !== 'veth-queues' || order <= costlyOrder) return [];
  const { possibleCpus, onlineCpus } = facts;
  const boot = (cpus: string): string => `boot with nr_cpus=${cpus}`;
  if (possibleCpus === null) {
    const words = 'boot with nr_cpus= set to the CPUs that are present';
    const effect = 'the queues grow with the possible CPUs';
    return [{ says: `${words}: ${effect}`, does: { words }, effect }];
  }
  const harmless = Math.floor((2 ** costlyOrder * pageSize) / (bytes / possibleCpus));
  if (onlineCpus !== null && onlineCpus < possibleCpus) {
    const cpus = `${possibleCpus} CPUs are possible and ${onlineCpus} are present`;
    const words = boot(String(onlineCpus));
    return [
      {
        says: `${words}: ${cpus}, and the queues are made for all possible ones`,
        does: { words },
        effect: cpus,
      },
    ];
  }
  return [
    {
      says: `create the pair with fewer queues (ip link add … numrxqueues 1), or ${boot(String(harmless))} or fewer if that many are enough: up to that number the block is of order ${costlyOrder}, which the kernel does not refuse`,
      does: { words: `create the pair with fewer queues, or ${boot(String(harmless))}` },
      effect: 'such a block is not refused',
    },
  ];
}

/** What helps now, what waiting may bring, and what will help the next time. */
interface ByTime {
  now: Advice[];
  waiting: Advice[];
  later: Advice[];
}

function forCause(request: Request, answer: Answer, facts: AdviceFacts): ByTime {
  switch (answer.cause) {
    case 'fragmentation':
      return {
        now: [...compaction(facts), ...hugePool(facts)],
        waiting: waiting(answer, facts),
        later: moreReserve(request, facts),
      };
    case 'watermark':
      return {
        now: [
          ...dropCaches(request, facts),
          ...(request.path === 'contiguous' ? compaction(facts) : []),
          ...hugePool(facts),
        ],
        waiting: waiting(answer, facts),
        later: [
          ...moreReserve(request, facts),
          moreMemory('give the machine more memory, or run less alongside the step'),
        ],
      };
    case 'reserve':
      return {
        now: [...hugePool(facts), ...dropCaches(request, facts)],
        waiting: waiting(answer, facts),
        later: [
          {
            says: 'free memory in the upper zones: the free pages lie in a lower zone, which vm.lowmem_reserve_ratio holds back',
            does: { words: 'stop what fills the memory' },
            effect: 'what is free lies in a zone that is held back',
          },
        ],
      };
    case 'withheld-blocks':
      return {
        now: [...compaction(facts, withheld)],
        waiting: waiting(answer, facts),
        later: moreReserve(request, facts),
      };
    case 'out-of-memory':
      return {
        now: hugePool(facts),
        waiting: waiting(answer, facts),
        later: [
          facts.swapTotalKib === 0
            ? moreMemory('give the machine more memory, or swap: it has none')
            : moreMemory('give the machine more memory or swap, or run less alongside the step'),
        ],
      };
    case 'cgroup-limit':
      return { now: [limit(facts)], waiting: [], later: [] };
    case 'address-space':
      return { now: [addressSpaceAdvice(request)], waiting: [], later: [] };
    case 'huge-page-pool':
      return { now: [morePool], waiting: othersEnd(facts), later: [] };
    case 'none':
    case 'never':
    case 'zone-absent':
    case 'not-read':
    case 'malformed':
      return { now: [], waiting: [], later: [] };
  }
}

const withheld = 'the blocks that are free are CMA or HighAtomic ones, which this request may not use';

function compaction({ cleanCachePages, compaction: can }: AdviceFacts, because?: string): Advice[] {
  if (can === 'useless') return [];
  const full = cleanCachePages !== null && cleanCachePages > 5000;
  const first = can === 'with-cache' || (can === null && full);
  const how = `--compact as root${first ? ' with --drop-caches before it' : ''}`;
  const why = because ?? 'it moves memory together, and then there may be such a block';
  const flags = first ? (['drop-caches', 'compact'] as const) : (['compact'] as const);
  return [
    {
      says: `compact memory before the step (${how}): ${why}`,
      does: { options: flags.map((name) => ({ name })) },
      effect: first
        ? 'drops the file cache, then moves memory together'
        : 'moves memory together, then looks again',
    },
  ];
}

const morePool: Advice = {
  says: 'raise nr_hugepages, or nr_overcommit_hugepages, before the step: --for hugepage says whether the kernel can make the pages',
  does: { words: 'raise nr_hugepages before the step' },
  effect: '--for hugepage says whether the kernel can make the pages',
};

/** Pages come back to the pool when those who map them end. */
function othersEnd({ waited }: AdviceFacts): Advice[] {
  if (waited) return [];
  const effect = 'waits for others to give theirs back';
  const options = [{ name: 'timeout', value: '2m' }] as const;
  return [{ says: `retry for a while (--timeout 2m): it ${effect}`, does: { options }, effect }];
}

/** Kswapd and kcompactd keep working after a refusal, and other jobs end. */
function waiting({ verdict }: Answer, { waited }: AdviceFacts): Advice[] {
  if (waited || verdict === 'attainable') return [];
  const options = [{ name: 'timeout', value: '2m' }] as const;
  return [
    {
      says: 'retry for a while (--timeout 2m): the kernel goes on freeing and moving memory after a refusal, and other jobs end',
      does: { options },
      effect: 'waits for memory to come back',
    },
  ];
}

function dropCaches({ pageSize }: Request, { cleanCachePages, cacheSuffices }: AdviceFacts): Advice[] {
  if (cleanCachePages === 0 || cacheSuffices === false) return [];
  const told =
    cleanCachePages === null
      ? 'the clean file cache'
      : `${formatBytes(cleanCachePages * pageSize)} of clean file cache`;
  return [
    {
      says: `free ${told} before the step (--drop-caches as root): the whole host then reads its files from disk again`,
      does: { options: [{ name: 'drop-caches' }] },
      effect: `frees ${told}`,
    },
  ];
}

/** Higher marks keep more free for bursts, but are harder to pass for this very request: no remedy for now. */
function moreReserve({ pages, pageSize }: Request, { minFreeKbytes, allPages }: AdviceFacts): Advice[] {
  const more =
    minFreeKbytes && Math.max(2 * minFreeKbytes, minFreeKbytes + Math.ceil((4 * pages * pageSize) / 1024));
  if (more && allPages !== null && more * 1024 > allPages * pageSize * maxReserved) return [];
  const to = more === null ? '' : ` to ${more}`;
  return [
    {
      says: `for next time, raise vm.min_free_kbytes${to} (or vm.watermark_scale_factor) while memory is free: kswapd then keeps more of it free`,
      does: { words: `for next time, raise vm.min_free_kbytes${to}` },
      effect: 'the kernel keeps more memory free',
    },
  ];
}

function moreMemory(words: string): Advice {
  return { says: words, does: { words } };
}

function hugePool({ freeHugePages, hugePageKib }: AdviceFacts): Advice[] {
  if (!freeHugePages || hugePageKib === null) return [];
  return [
    {
      says: `give the unused huge pages back (vm.nr_hugepages): ${freeHugePages} of ${hugePageKib} KiB are free in the pool`,
      does: { words: 'lower vm.nr_hugepages' },
      effect: `${counted(freeHugePages, 'huge page')} of ${formatBytes(hugePageKib * 1024)} lie unused`,
    },
  ];
}

function limit({ cgroup }: AdviceFacts): Advice {
  if (!cgroup) {
    const words = 'raise the memory limit of the cgroup (memory.max, or memory.limit_in_bytes)';
    return { says: words, does: { words } };
  }
  const left = `${formatBytes(cgroup.bytes)} of ${formatBytes(cgroup.limitBytes)} are left`;
  return {
    says: `raise the memory limit of cgroup ${cgroup.path} (${cgroup.limitBytes} bytes, ${cgroup.bytes} left): memory.max, or memory.limit_in_bytes`,
    does: { words: `raise the memory limit of cgroup ${cgroup.path}` },
    effect: left,
  };
}

/** Other problems with the same message, if the readings show them. */
function lookAlikes(
  { path, workload }: Request,
  { cause }: Answer,
  { cgroup, memoryCgroups }: AdviceFacts,
): Advice[] {
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
  return found.map((says) => ({ says }));
}
