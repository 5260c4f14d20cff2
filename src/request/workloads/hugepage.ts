import { UsageError } from '../../errors.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const usualBytes = 2 * 2 ** 20;
/** Blocks of the buddy lists end at 10 on nearly all kernels; larger pages come by another way. */
const maxUsualOrder = 13;

function sizeOf({ options, readings, pageSize }: WorkloadFacts, notes: string[]): number {
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
  options: { size: 'of one page, such as 2M; default Hugepagesize', count: 'how many' },
  formula: ['get_order(size of a huge page), one block for each'],
  failure: ['nr_hugepages stays below what was written to it (nothing in the kernel log)'],
  helps: ['hugepages= on the kernel command line', 'drop caches and compact before the step'],
  source: ['mm/hugetlb.c alloc_buddy_hugetlb_folio'],
  evidence: [
    {
      says: 'a huge page is one block, asked for with these flags and without a line in the log',
      how: 'source',
      where: 'mm/hugetlb.c alloc_buddy_hugetlb_folio',
    },
  ],
  needs: (facts) => {
    const notes: string[] = [];
    const bytes = sizeOf(facts, notes);
    const order = getOrder(bytes, facts.pageSize);
    if (order > maxUsualOrder)
      notes.push(
        'pages this large are not taken from the free lists but from a range that is cleared for them (alloc_contig_range), CMA or at boot: buddyinfo does not tell',
      );
    return [
      contiguousNeed(facts, {
        workload: 'hugepage',
        what: 'one huge page',
        bytes,
        order,
        gfp: ['GFP_HIGHUSER_MOVABLE', '__GFP_RETRY_MAYFAIL', '__GFP_NOWARN', '__GFP_COMP'],
        count: facts.options.count ?? 1,
        notes,
      }),
    ];
  },
};
