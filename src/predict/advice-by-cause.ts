import type { Request } from '../request/request.ts';
import { counted, formatBytes } from '../text/units.ts';
import { addressSpaceAdvice } from './address-space-advice.ts';
import type { AdviceFacts } from './advice-facts.ts';
import type { Advice } from './advised.ts';
import { chargedBytes } from './group-limit.ts';
import type { Prediction } from './prediction.ts';

/** No advice to reserve a larger share of the memory: too much kills the machine (Documentation/admin-guide/sysctl/vm.rst). */
const maxReserved = 0.05;

/** What of a prediction the advice rests on. */
export type Answer = Pick<Prediction, 'verdict' | 'cause' | 'never'>;

/** What helps now, what waiting may bring, and what will help the next time. */
export interface ByTime {
  now: Advice[];
  waiting: Advice[];
  later: Advice[];
}

/** What to do about what stands in the way; what the readings, or this run, show to be useless is not advised. */
export function forCause(request: Request, answer: Answer, facts: AdviceFacts): ByTime {
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
      return { now: [limit(request, facts)], waiting: [], later: [] };
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

function limit(request: Request, { cgroup }: AdviceFacts): Advice {
  if (!cgroup) {
    const words = 'raise the memory limit of the cgroup (memory.max, or memory.limit_in_bytes)';
    return { says: words, does: { words } };
  }
  // Without what reclaim gives back another one of its groups may have less left.
  const fuller = chargedBytes(request) <= cgroup.bytes ? cgroup.unusedOf : undefined;
  if (fuller) {
    const words = `raise the memory limit of cgroup ${fuller.path}`;
    const says = `${words} (${fuller.limitBytes} bytes): memory.max, or memory.limit_in_bytes`;
    return { says, does: { words }, effect: `it is ${formatBytes(fuller.limitBytes)}` };
  }
  const left = `${formatBytes(cgroup.bytes)} of ${formatBytes(cgroup.limitBytes)} are left, its file pages counted`;
  return {
    says: `raise the memory limit of cgroup ${cgroup.path} (${cgroup.limitBytes} bytes, ${cgroup.bytes} left, its file pages counted): memory.max, or memory.limit_in_bytes`,
    does: { words: `raise the memory limit of cgroup ${cgroup.path}` },
    effect: left,
  };
}
