import { UsageError } from '../../errors.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const usualBytes = 2 * 2 ** 20;

/** What hugetlb asks with (mm/hugetlb.c htlb_alloc_mask, alloc_buddy_hugetlb_folio). */
export const hugePageGfp = [
  'GFP_HIGHUSER_MOVABLE',
  '__GFP_RETRY_MAYFAIL',
  '__GFP_NOWARN',
  '__GFP_COMP',
  // One node after another; it names the node only where the user does.
  '__GFP_THISNODE',
] as const;

/**
 * The size of a huge page in bytes: --size, else Hugepagesize.
 * @throws UsageError for --size
 */
export function hugePageBytes({ options, readings, pageSize }: WorkloadFacts, notes: string[]): number {
  const { size } = options;
  if (size === undefined) {
    const told = /^Hugepagesize:\s+(\d{1,9}) kB$/m.exec(readings.text('proc/meminfo') ?? '');
    if (told) return Number(told[1]) * 1024;
    notes.push('pages of 2 MiB are assumed: Hugepagesize was not read; --size says it');
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
        gfp: hugePageGfp,
        hugePage: true,
        count: facts.options.count ?? 1,
        notes,
      }),
    ];
  },
};
