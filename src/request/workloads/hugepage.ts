import { UsageError } from '../../errors.ts';
import { atLeast } from '../../kernel/version.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const usualBytes = 2 * 2 ** 20;

/** What hugetlb asks with for a page of the buddy lists (mm/hugetlb.c htlb_alloc_mask, alloc_buddy_hugetlb_folio). */
const listedGfp = [
  'GFP_HIGHUSER_MOVABLE',
  '__GFP_RETRY_MAYFAIL',
  '__GFP_NOWARN',
  '__GFP_COMP',
  // One node after another; it names the node only where the user does.
  '__GFP_THISNODE',
];

/** Larger ones are not moved, and so not had from ZONE_MOVABLE either, unless the sysctl says so (hugepage_movable_supported). */
function giganticGfp({ kernel, readings }: WorkloadFacts): readonly string[] {
  const isMovable = readings.text('proc/sys/vm/movable_gigantic_pages')?.trim() === '1';
  const common = [isMovable ? 'GFP_HIGHUSER_MOVABLE' : 'GFP_HIGHUSER', '__GFP_THISNODE'];
  return atLeast(kernel, 6, 12) ? [...common, '__GFP_NOWARN', '__GFP_COMP'] : common;
}

/** What hugetlb asks with for a page of this size. */
export function hugePageGfp(facts: WorkloadFacts, bytes: number): readonly string[] {
  const largest = largestList(facts.readings.text('proc/buddyinfo') ?? '');
  return getOrder(bytes, facts.pageSize) <= largest ? listedGfp : giganticGfp(facts);
}

/** The order of the largest free list; 10 where /proc/buddyinfo does not tell. */
function largestList(buddyinfo: string): number {
  const [, counts] = /^Node \d+, zone +\S+ +([\d ]+)$/m.exec(buddyinfo) ?? [];
  return counts === undefined ? 10 : counts.trim().split(/ +/).length - 1;
}

/**
 * The size of a huge page in bytes: --size, else Hugepagesize.
 * @throws UsageError for --size
 */
export function hugePageBytes({ options, readings, pageSize }: WorkloadFacts, notes: string[]): number {
  const { size } = options;
  if (size === undefined) {
    const told = /^Hugepagesize:\s+(\d{1,9}) kB$/m.exec(readings.text('proc/meminfo') ?? '');
    if (told) return Number(told[1]) * 1024;
    notes.push('pages of 2 MiB are assumed: Hugepagesize was not read; --size sets it');
    return usualBytes;
  }
  if (size <= pageSize || !Number.isInteger(Math.log2(size))) {
    throw new UsageError(
      `--size ${size}: expected the size of a huge page, a power of two above ${pageSize} bytes, such as 2M`,
    );
  }
  return size;
}

export const hugepage: Workload = {
  name: 'hugepage',
  summary: 'huge pages from vm.nr_hugepages',
  options: { size: 'of one page, such as 2M or 1G; default Hugepagesize', count: 'how many' },
  formula: [
    'get_order(size of a huge page), one block for each; above the largest free list, a range that is cleared',
  ],
  failure: ['nr_hugepages stays below what was written to it (nothing in the kernel log)'],
  helps: [
    'hugepages= on the kernel command line, hugetlb_cma= for pages above the largest free list',
    'drop caches and compact before the step',
  ],
  source: ['mm/hugetlb.c alloc_buddy_hugetlb_folio', 'mm/hugetlb.c alloc_gigantic_folio, of 6.12.117'],
  evidence: [
    {
      says: 'a huge page is one block, asked for with these flags and without a line in the log',
      how: 'source',
      where: 'mm/hugetlb.c alloc_buddy_hugetlb_folio',
    },
    {
      says: 'a page above the largest free list comes from CMA or a range that is cleared',
      how: 'source',
      where: 'mm/hugetlb.c alloc_gigantic_folio, of 6.12.117',
    },
    {
      says: 'such a page is asked for without __GFP_MOVABLE, and from 6.12 on with __GFP_NOWARN and __GFP_COMP',
      how: 'trace',
      where: 'Debian kernels 5.10.262, 6.1.192, 6.12.118 and 7.3.4; what lies between was not read',
    },
  ],
  needs: (facts) => {
    const notes: string[] = [];
    const bytes = hugePageBytes(facts, notes);
    return [
      contiguousNeed(facts, {
        workload: 'hugepage',
        what: 'one huge page',
        bytes,
        order: getOrder(bytes, facts.pageSize),
        gfp: hugePageGfp(facts, bytes),
        hugePage: true,
        count: facts.options.count ?? 1,
        notes,
      }),
    ];
  },
};
