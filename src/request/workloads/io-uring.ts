import { UsageError } from '../../errors.ts';
import { atLeast } from '../../kernel/version.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** IORING_MAX_ENTRIES */
const maxEntries = 32_768;
const assumedEntries = 256;
const submissionBytes = 64;
/** struct io_rings, then 16 bytes for each of twice as many completions and 4 for each submission */
const headBytes = 320;

function entriesOf({ options }: WorkloadFacts, notes: string[]): number {
  if (options.count === undefined) {
    notes.push(`${assumedEntries} entries are assumed; --count says it`);
    return assumedEntries;
  }
  if (options.count > maxEntries) {
    throw new UsageError(
      `--count ${options.count}: expected at most ${maxEntries} entries, the most that io_uring_setup takes`,
    );
  }
  return 2 ** Math.ceil(Math.log2(options.count));
}

export const ioUring: Workload = {
  name: 'io-uring',
  summary: 'io_uring_setup, which makes a submission and a completion ring',
  options: { count: 'entries of the submission ring, rounded up to a power of two' },
  formula: [
    'submission entries x 64 bytes, and 320 + entries x 36 bytes for the rings, entries rounded up to a power of two',
  ],
  failure: ['io_uring_setup: Cannot allocate memory (nothing in the kernel log)'],
  helps: ['fewer entries: below 1,024 no block is larger than order 3', 'compaction before the step'],
  source: ['io_uring/io_uring.c io_mem_alloc'],
  evidence: [
    {
      says: 'the rings are single blocks up to 6.9',
      how: 'source',
      where: 'io_uring/io_uring.c io_mem_alloc',
    },
  ],
  needs: (facts) => {
    const { kernel } = facts;
    if (!atLeast(kernel, 5, 1)) return [];
    const notes: string[] = [];
    const entries = entriesOf(facts, notes);
    const fault = facts.fault('io-uring-rings');
    const account = atLeast(kernel, 5, 18) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
    const gfp = [account, '__GFP_ZERO', '__GFP_NOWARN', ...(fault.assumed ? ['__GFP_COMP'] : [])];
    if (fault.assumed && !atLeast(kernel, 5, 18)) gfp.push('__GFP_NORETRY');
    const rings: [string, number][] = [
      ['the submission entries', entries * submissionBytes],
      ['the rings', headBytes + entries * (2 * 16 + 4)],
    ];
    return rings.map(([what, bytes]) => {
      const allocation = { workload: 'io-uring', what, bytes, gfp, fault, notes };
      // __get_free_pages: get_order of the size, never a slab.
      return fault.assumed
        ? contiguousNeed(facts, { ...allocation, order: getOrder(bytes, facts.pageSize) })
        : vmallocNeed(facts, allocation);
    });
  },
};
