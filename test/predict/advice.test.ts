import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findFault } from '../../src/kernel/faults/index.ts';
import type { FaultName } from '../../src/kernel/faults/fault-status.ts';
import { parseRelease } from '../../src/kernel/release.ts';
import { type AdviceFacts, noFacts } from '../../src/predict/advice-facts.ts';
import { advise } from '../../src/predict/advice.ts';
import type { Cause, Verdict } from '../../src/predict/prediction.ts';
import type { Request } from '../../src/request/request.ts';

const base: Request = {
  workload: null,
  bytes: 53_248,
  order: 4,
  pages: 16,
  pageSize: 4096,
  path: 'contiguous',
  gfp: ['GFP_KERNEL'],
  notes: [],
};
const table: Request = {
  ...base,
  workload: 'iptables',
  bytes: 327_680,
  order: 7,
  pages: 80,
  path: 'vmalloc-noretry',
};
const fault = (name: FaultName, release: string): ReturnType<typeof findFault> =>
  findFault(name, parseRelease(release));

interface Row {
  title: string;
  request?: Request;
  verdict?: Verdict;
  cause: Cause;
  never?: boolean;
  fault?: ReturnType<typeof findFault>;
  facts?: Partial<AdviceFacts>;
  /** each must be in some sentence */
  says: RegExp[];
  /** none may be in any */
  silent?: RegExp[];
}

const veth64 = { possibleCpus: 64, onlineCpus: 64 };
const rows: Row[] = [
  {
    title: 'a limit of machine code',
    request: { ...base, workload: 'seccomp', path: 'address-space', limit: 'bpf-jit', gfp: [] },
    verdict: 'unavailable',
    cause: 'address-space',
    says: [/raise net\.core\.bpf_jit_limit/],
    silent: [/compact|drop-caches|min_free/],
  },
  {
    title: 'a limit of promises',
    request: { ...base, workload: 'fork', path: 'address-space', limit: 'commit', gfp: [] },
    verdict: 'unavailable',
    cause: 'address-space',
    says: [/vm\.overcommit_ratio/],
    silent: [/bpf_jit|compact/],
  },
  {
    title: 'a vmalloc space that is too small',
    request: { ...base, path: 'vmalloc' },
    verdict: 'unavailable',
    cause: 'address-space',
    never: true,
    says: [/^boot with a larger vmalloc space/],
    silent: [/compact|ask for less/],
  },
  {
    title: 'rings that a limit of locked memory may refuse as well',
    request: { ...base, workload: 'io-uring' },
    verdict: 'unavailable',
    cause: 'fragmentation',
    fault: fault('io-uring-rings', '6.18.44'),
    says: [/^no fixed build is known: this kernel has a known fault/, /RLIMIT_MEMLOCK/],
  },
  {
    title: 'an affected kernel is told even where it goes',
    verdict: 'available',
    cause: 'none',
    fault: fault('veth-queues', '5.15.0-91-generic'),
    says: [/^upgrade the kernel to 5\.15\.0-111 or newer/],
    silent: [/compact/],
  },
  {
    title: 'its twin that is fixed is not',
    verdict: 'available',
    cause: 'none',
    fault: fault('veth-queues', '5.15.0-111-generic'),
    says: [],
    silent: [/upgrade/],
  },
  {
    title: '4.15 generic',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    fault: fault('xtables-noretry', '4.15.0-20-generic'),
    says: [/^upgrade the kernel to 4\.15\.0-58 /, /vm\.min_free_kbytes/],
  },
  {
    title: '4.15 aws',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    fault: fault('xtables-noretry', '4.15.0-1044-aws'),
    says: [/^upgrade the kernel to 4\.15\.0-1047 /],
  },
  {
    title: 'a build whose numbers were not read',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    fault: fault('xtables-noretry', '4.15.0-1050-oem'),
    says: [/no fixed build is known.*may have.*unverified/],
  },
  {
    title: 'fragmentation',
    cause: 'fragmentation',
    verdict: 'unavailable',
    says: [/--compact/, /vm\.min_free_kbytes/],
    silent: [/upgrade/, /nr_cpus/],
  },
  {
    title: 'fragmentation with a full cache',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { cleanCachePages: 90_000 },
    says: [/--drop-caches/],
  },
  {
    title: 'its twin without',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { cleanCachePages: 100 },
    says: [/--compact/],
    silent: [/--drop-caches/],
  },
  {
    title: 'single pages short, with cache',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { cleanCachePages: 300 },
    says: [/free 1\.2 MiB of clean file cache/, /more memory/],
    silent: [/--compact/],
  },
  {
    title: 'its twin with none to free',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { cleanCachePages: 0 },
    says: [/more memory/],
    silent: [/drop-caches/],
  },
  {
    title: 'a mark to raise, in numbers',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { minFreeKbytes: 45_056 },
    says: [/vm\.min_free_kbytes to 90112/],
  },
  {
    title: 'more CPUs possible than there',
    cause: 'fragmentation',
    verdict: 'unavailable',
    fault: fault('veth-queues', '5.15.0-91-generic'),
    facts: { possibleCpus: 64, onlineCpus: 8 },
    says: [/nr_cpus=8:/],
  },
  {
    title: 'all of them there',
    cause: 'fragmentation',
    verdict: 'unavailable',
    fault: fault('veth-queues', '5.15.0-91-generic'),
    facts: veth64,
    says: [/nr_cpus=39 /],
  },
  {
    title: 'a block too small to be refused',
    request: { ...base, order: 3, pages: 8, bytes: 32_448 },
    cause: 'watermark',
    verdict: 'unavailable',
    fault: fault('veth-queues', '5.15.0-91-generic'),
    facts: { possibleCpus: 39, onlineCpus: 39 },
    says: [/upgrade.*at order 3 it does no harm/],
    silent: [/nr_cpus/],
  },
  {
    title: 'compaction that has no pages to work with',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { compaction: 'useless' },
    says: [/^retry for a while/],
    silent: [/--compact/],
  },
  {
    title: 'its twin that would have them without the cache',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { compaction: 'with-cache' },
    says: [/--compact as root with --drop-caches before it/],
  },
  {
    title: 'a cache whose whole gain leaves the request short',
    request: table,
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { cleanCachePages: 300, cacheSuffices: false },
    says: [/^retry for a while/, /more memory/],
    silent: [/drop-caches/],
  },
  {
    title: 'a run that has waited already',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { waited: true },
    says: [/--compact/],
    silent: [/retry/],
  },
  {
    title: 'what likely goes needs no patience',
    cause: 'fragmentation',
    verdict: 'attainable',
    says: [/--compact/],
    silent: [/retry/],
  },
  {
    title: 'an unused pool of huge pages',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { freeHugePages: 12, hugePageKib: 2048 },
    says: [/12 of 2048 KiB/],
  },
  {
    title: 'its twin in use',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { freeHugePages: 0, hugePageKib: 2048 },
    says: [],
    silent: [/huge/],
  },
  {
    title: 'a pool of huge pages that others use up',
    cause: 'huge-page-pool',
    verdict: 'unavailable',
    says: [
      /^raise nr_hugepages, or nr_overcommit_hugepages/,
      /^retry for a while \(--timeout 2m\): it waits for others/,
    ],
    silent: [/compact/],
  },
  {
    title: 'such a pool, after a wait',
    cause: 'huge-page-pool',
    verdict: 'unavailable',
    facts: { waited: true },
    says: [/^raise nr_hugepages/],
    silent: [/retry/],
  },
  { title: 'the lowmem reserve', cause: 'reserve', verdict: 'unavailable', says: [/lowmem_reserve_ratio/] },
  { title: 'withheld blocks', cause: 'withheld-blocks', verdict: 'unavailable', says: [/CMA or HighAtomic/] },
  {
    title: 'out of memory without swap',
    request: { ...table, path: 'vmalloc' },
    cause: 'out-of-memory',
    verdict: 'unavailable',
    facts: { swapTotalKib: 0 },
    says: [/swap: it has none/, /module address space/],
  },
  {
    title: 'out of memory with swap',
    request: { ...table, path: 'vmalloc' },
    cause: 'out-of-memory',
    verdict: 'unavailable',
    facts: { swapTotalKib: 4096 },
    says: [/more memory or swap/],
  },
  {
    title: 'the cgroup',
    request: { ...table, path: 'vmalloc' },
    cause: 'cgroup-limit',
    verdict: 'unavailable',
    facts: { cgroup: { path: '/job', limitBytes: 1_048_576, bytes: 4096 } },
    says: [/raise the memory limit of cgroup \/job \(1048576 bytes, 4096 left, its file pages counted\)/],
    silent: [/looks the same/],
  },
  {
    title: 'the cgroup that has less left before anything is reclaimed',
    request: { ...base, path: 'contiguous', order: 4, gfp: ['GFP_KERNEL_ACCOUNT'] },
    cause: 'cgroup-limit',
    verdict: 'attainable',
    facts: {
      cgroup: {
        path: '/a',
        limitBytes: 2 ** 30,
        bytes: 2 ** 20,
        unusedOf: { path: '/a/b', limitBytes: 2 ** 25 },
      },
    },
    says: [/^raise the memory limit of cgroup \/a\/b \(33554432 bytes\): memory\.max/],
    silent: [/cgroup \/a \(/],
  },
  {
    title: 'a tight cgroup beside another cause',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { cgroup: { path: '/job', limitBytes: 1_048_576, bytes: 4096 } },
    says: [/looks the same/],
  },
  {
    title: 'its twin with room',
    cause: 'fragmentation',
    verdict: 'unavailable',
    facts: { cgroup: { path: '/job', limitBytes: 2 ** 40, bytes: 2 ** 39 } },
    says: [],
    silent: [/cgroup/],
  },
  {
    title: 'leaked cgroup ids',
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { memoryCgroups: 65_000 },
    says: [/65000 memory cgroups.*leaked/],
  },
  {
    title: 'its twin with few',
    cause: 'watermark',
    verdict: 'unavailable',
    facts: { memoryCgroups: 200 },
    says: [],
    silent: [/leaked/],
  },
  {
    title: 'never',
    cause: 'never',
    verdict: 'unavailable',
    never: true,
    request: { ...base, order: 14 },
    says: [/ask for less.*order 14/],
    silent: [/--compact/],
  },
  {
    title: 'a zone that is not there',
    cause: 'zone-absent',
    verdict: 'unavailable',
    never: true,
    says: [/without the zone flag/],
  },
  { title: 'available', cause: 'none', verdict: 'available', says: [], silent: [/./] },
];

describe('advise', () => {
  it.each(rows)('$title', (row) => {
    const answer = { verdict: row.verdict ?? 'unavailable', cause: row.cause, never: row.never ?? false };
    const advice = advise(row.request ?? base, answer, row.fault ?? null, { ...noFacts, ...row.facts }).map(
      ({ says }) => says,
    );
    for (const pattern of row.says) expect(advice).toContainEqual(expect.stringMatching(pattern));
    for (const pattern of row.silent ?? []) expect(advice).not.toContainEqual(expect.stringMatching(pattern));
  });

  it('says a sentence once, in one line, and something wherever a request is refused for a reason', () => {
    const causes: Cause[] = [
      'fragmentation',
      'watermark',
      'reserve',
      'withheld-blocks',
      'out-of-memory',
      'cgroup-limit',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...causes),
        fc.constantFrom(base, table, { ...table, path: 'vmalloc' as const }),
        fc.record({
          minFreeKbytes: fc.option(fc.nat()),
          cleanCachePages: fc.option(fc.nat()),
          memoryCgroups: fc.option(fc.nat(70_000)),
        }),
        (cause, request, facts) => {
          const advice = advise(request, { verdict: 'unavailable', cause, never: false }, null, {
            ...noFacts,
            ...facts,
          });
          expect(advice.length).toBeGreaterThan(0);
          const sentences = advice.map(({ says }) => says);
          expect(new Set(sentences).size).toBe(sentences.length);
          for (const sentence of sentences) expect(sentence).not.toMatch(/\n|undefined|null|NaN/);
          // Something of it can be done.
          expect(advice.some(({ does }) => does !== undefined)).toBe(true);
        },
      ),
    );
  });
});
