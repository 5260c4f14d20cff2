import { formatCount } from '../../text/units.ts';
import { UsageError } from '../../errors.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import { atLeast } from '../../kernel/version.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import { accountsKernelMemory } from './memory-accounting.ts';
import type { Workload } from './workload.ts';

/** IORING_MAX_ENTRIES */
const maxEntries = 32_768;
const assumedEntries = 256;
/** struct io_uring_sqe */
const submissionBytes = 64;
/** struct io_uring_cqe, of which there are twice as many, and an index for each submission */
const ringBytes = 2 * 16 + 4;

/** struct io_rings before its completions: heads and tails had cache lines of their own until e5598d6ae626. */
function headBytes(kernel: KernelRelease | null): number {
  return atLeast(kernel, 6, 6) ? 64 : 320;
}

function entriesOf({ options }: WorkloadFacts, notes: string[]): number {
  if (options.count === undefined) {
    notes.push(`${formatCount(assumedEntries)} entries are assumed; --count sets it`);
    return assumedEntries;
  }
  if (options.count > maxEntries) {
    throw new UsageError(
      `--count ${options.count}: expected at most ${maxEntries} entries, the most that io_uring_setup takes`,
    );
  }
  return 2 ** Math.ceil(Math.log2(options.count));
}

/** GFP_KERNEL_ACCOUNT since 5.12 (26bfa89e25f4), without __GFP_NORETRY since 5.18 (0a3f1e0beacf). */
function ringGfp(kernel: KernelRelease | null, contiguous: boolean): string[] {
  // 5.10.162 took the io_uring of 5.15; in 5.10.262 it was traced without __GFP_NORETRY.
  const patch = kernel?.major === 5 && kernel.minor === 10 ? (kernel.patch ?? 0) : 0;
  return [
    atLeast(kernel, 5, 12) || patch >= 162 ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL',
    '__GFP_ZERO',
    '__GFP_NOWARN',
    ...(contiguous ? ['__GFP_COMP'] : []),
    ...(contiguous && !atLeast(kernel, 5, 18) && patch < 262 ? ['__GFP_NORETRY'] : []),
  ];
}

export const ioUring: Workload = {
  name: 'io-uring',
  summary: 'io_uring_setup, which makes a submission and a completion ring',
  options: { count: 'entries of the submission ring, rounded up to a power of two' },
  formula: [
    'submission entries x 64 bytes; for the rings 64 bytes (320 before 6.6) + entries x 36, entries rounded up to a power of two',
  ],
  failure: [
    'io_uring_setup: Cannot allocate memory (nothing in the kernel log)',
    'io_uring_queue_init: -12 (RLIMIT_MEMLOCK says the same: before 5.12, and again from 6.14 on)',
  ],
  helps: [
    'fewer entries: below 1,024 no block is larger than order 3',
    'compaction before the step',
    'from 6.14 on, rings in memory of the program (IORING_SETUP_NO_MMAP), or cgroup.memory=nokmem on the kernel command line',
    'ulimit -l: the rings of a user without CAP_IPC_LOCK count against RLIMIT_MEMLOCK before 5.12 and from 6.14 on',
  ],
  source: [
    'io_uring/io_uring.c io_mem_alloc',
    'io_uring/memmap.c io_region_allocate_pages',
    'axboe/liburing#1614',
  ],
  evidence: [
    {
      says: 'the rings are single blocks up to 6.9, but for 6.1.132 and 6.6.84 and later of their lines',
      how: 'source',
      where: 'io_uring/io_uring.c io_mem_alloc of 5.11, 6.1.192 and 6.12',
    },
    {
      says: 'from 6.14 on they are again where a memory cgroup accounts kernel memory',
      how: 'source',
      where: 'io_uring/memmap.c io_region_allocate_pages, axboe/liburing#1614',
    },
  ],
  needs: (facts) => {
    const { kernel } = facts;
    if (!atLeast(kernel, 5, 1)) return [];
    const notes: string[] = [];
    const entries = entriesOf(facts, notes);
    // The fallback of 6.14 is of no use only where kernel memory is accounted.
    const accounted = !atLeast(kernel, 6, 14) || accountsKernelMemory(facts.readings);
    const fault = accounted ? facts.fault('io-uring-rings') : null;
    // A kernel that is not known is assumed to be a current one.
    const contiguous = accounted && (fault?.assumed === true || kernel === null);
    if (!accounted)
      notes.push('the kernel command line turns the accounting of kernel memory off: single pages will do');
    const gfp = ringGfp(kernel, contiguous);
    const rings: [string, number][] = [
      ['the submission entries', entries * submissionBytes],
      ['the rings', headBytes(kernel) + entries * ringBytes],
    ];
    return rings.map(([what, bytes]) => {
      const allocation = { workload: 'io-uring', what, bytes, gfp, fault, notes };
      // Pages, never a slab: get_order of the size.
      return contiguous
        ? contiguousNeed(facts, { ...allocation, order: getOrder(bytes, facts.pageSize) })
        : vmallocNeed(facts, allocation);
    });
  },
};
