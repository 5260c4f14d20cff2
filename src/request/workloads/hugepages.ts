import { parseCount } from '../../text/lines.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { hugePageBytes, hugePageGfp } from './hugepage.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** The pool of one size; 0 for what was not read. */
interface Pool {
  /** nobody uses or has reserved them */
  usable: number;
  /** made when they are mapped, without anybody raising nr_hugepages */
  onDemand: number;
  isRead: boolean;
}

function poolOf({ readings }: WorkloadFacts, bytes: number): Pool {
  const folder = `sys/kernel/mm/hugepages/hugepages-${bytes / 1024}kB`;
  const read = (file: string): number | null => parseCount((readings.text(`${folder}/${file}`) ?? '').trim());
  const [free, reserved] = [read('free_hugepages'), read('resv_hugepages')];
  const onDemand = (read('nr_overcommit_hugepages') ?? 0) - (read('surplus_hugepages') ?? 0);
  return {
    usable: reserved === null ? 0 : Math.max(0, (free ?? 0) - reserved),
    onDemand: Math.max(0, onDemand),
    isRead: free !== null && reserved !== null,
  };
}

export const hugepages: Workload = {
  name: 'hugepages',
  summary:
    'a number of huge pages for DPDK, Firecracker or QEMU: those free in the pool, and the rest to be made',
  options: { count: 'how many pages', size: 'of one page, such as 2M or 1G; default Hugepagesize' },
  formula: [
    'what is wanted, less the pages of the pool that are free and not reserved; one block for each of the rest',
  ],
  failure: [
    'EAL: No free 2048 kB hugepages reported on node 0',
    'EAL: Cannot get hugepage information.',
    'ENOMEM of mmap with MAP_HUGETLB (nothing in the kernel log)',
  ],
  helps: [
    'raise nr_hugepages early, or hugepages= on the kernel command line: later the memory is in pieces',
    'drop caches and compact before the pool is raised',
    'a hugetlb cgroup limit (hugetlb.2MB.max) refuses with the same message, whatever the pool has',
  ],
  source: ['mm/hugetlb.c hugetlb_acct_memory, alloc_pool_huge_folio', '/sys/kernel/mm/hugepages'],
  evidence: [
    {
      says: 'pages of the pool that are free and not reserved serve first',
      how: 'source',
      where: 'mm/hugetlb.c hugetlb_acct_memory, alloc_pool_huge_folio',
    },
  ],
  needs: (facts) => {
    const notes: string[] = [];
    const bytes = hugePageBytes(facts, notes);
    const wanted = facts.options.count ?? 1;
    if (facts.options.count === undefined) notes.push('one page is assumed; --count says how many');
    const { usable, onDemand, isRead } = poolOf(facts, bytes);
    const missing = wanted - usable;
    const pool = `${Math.min(usable, wanted)} of ${wanted} huge pages of ${bytes / 1024} KiB are free in the pool`;
    if (!isRead) notes.push('an empty pool is assumed: /sys/kernel/mm/hugepages was not read for this size');
    else if (missing > 0) {
      const how =
        onDemand >= missing
          ? 'nr_overcommit_hugepages lets the kernel make them when they are mapped'
          : 'root has to raise nr_hugepages before the step';
      notes.push(`${pool}; ${missing} more ${missing === 1 ? 'is' : 'are'} to be made: ${how}`);
    }
    return [
      contiguousNeed(facts, {
        workload: 'hugepages',
        what: missing > 0 ? 'a huge page that the pool lacks' : 'huge pages of the pool',
        bytes,
        order: getOrder(bytes, facts.pageSize),
        gfp: hugePageGfp(facts, bytes),
        hugePage: true,
        count: Math.max(1, missing),
        notes,
        granted: missing > 0 ? undefined : pool,
      }),
    ];
  },
};
