import { parseCount } from '../../text/lines.ts';
import { getOrder } from '../order.ts';
import type { WorkloadFacts } from './facts.ts';
import { hugePageBytes, hugePageGfp } from './hugepage.ts';
import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** The pool of one size, as it stands for a process that wants `wanted` pages of it. */
interface Pool {
  /** nobody uses or has reserved them; 0 for what was not read */
  usable: number;
  /** the kernel makes them when they are mapped, without anybody raising nr_hugepages */
  onDemand: number;
  isRead: boolean;
  /** what its numbers are of, in a few words */
  where: string;
}

function poolOf({ readings, node }: WorkloadFacts, bytes: number, wanted: number): Pool {
  const name = `hugepages-${bytes / 1024}kB`;
  const read = (file: string): number | null => parseCount((readings.text(file) ?? '').trim());
  const ofAll = (file: string): number | null => read(`sys/kernel/mm/hugepages/${name}/${file}`);
  const [free, reserved] = [ofAll('free_hugepages'), ofAll('resv_hugepages')];
  const isRead = free !== null && reserved !== null;
  const usable = isRead ? Math.max(0, free - reserved) : 0;
  const left = (ofAll('nr_overcommit_hugepages') ?? 0) - (ofAll('surplus_hugepages') ?? 0);
  const freeThere =
    node === undefined ? null : read(`sys/devices/system/node/node${node}/hugepages/${name}/free_hugepages`);
  return {
    // Which node a reservation will take its pages from is not told.
    usable: Math.min(usable, freeThere ?? usable),
    // However few the node has, no more are made than the whole pool lacks (gather_surplus_pages).
    onDemand: Math.max(0, Math.min(left, wanted - usable)),
    isRead,
    where: freeThere === null ? 'in the pool' : `in the pool of node ${node}`,
  };
}

export const hugepages: Workload = {
  name: 'hugepages',
  summary:
    'a number of huge pages for DPDK, Firecracker or QEMU: those free in the pool, and the rest if the kernel makes them',
  options: { count: 'how many pages', size: 'of one page, such as 2M or 1G; default Hugepagesize' },
  formula: [
    'what is wanted, less the pages of the pool that are free and not reserved; one block for each of the rest, where nr_overcommit_hugepages has the kernel make them',
  ],
  failure: [
    'EAL: No free 2048 kB hugepages reported on node 0',
    'EAL: Cannot get hugepage information.',
    'ENOMEM of mmap with MAP_HUGETLB (nothing in the kernel log)',
  ],
  helps: [
    '--for hugepage says whether the pages that a pool lacks can be made',
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
    {
      says: 'where they are too few, mmap fails unless nr_overcommit_hugepages allows all that are missing; a page of another node does not serve a caller that is bound to one',
      how: 'source',
      where: 'mm/hugetlb.c gather_surplus_pages, alloc_surplus_hugetlb_folio, allowed_mems_nr',
    },
  ],
  changes: true,
  needs: (facts) => {
    const notes: string[] = [];
    const bytes = hugePageBytes(facts, notes);
    const wanted = facts.options.count ?? 1;
    if (facts.options.count === undefined) notes.push('one page is assumed; --count says how many');
    const { usable, onDemand, isRead, where } = poolOf(facts, bytes, wanted);
    const missing = wanted - usable;
    const pool = `${Math.min(usable, wanted)} of ${wanted} huge pages of ${bytes / 1024} KiB are free ${where}`;
    const more = `${missing} more ${missing === 1 ? 'is' : 'are'} to be made`;
    const isShort = isRead && missing > onDemand;
    if (!isRead) notes.push('an empty pool is assumed: /sys/kernel/mm/hugepages was not read for this size');
    else if (missing > 0 && !isShort)
      notes.push(`${pool}; ${more}: nr_overcommit_hugepages lets the kernel make them when they are mapped`);
    const isOfPool = isShort || missing <= 0;
    return [
      contiguousNeed(facts, {
        workload: 'hugepages',
        what: isOfPool ? 'huge pages of the pool' : 'a huge page that the pool lacks',
        bytes,
        order: getOrder(bytes, facts.pageSize),
        gfp: hugePageGfp(facts, bytes),
        hugePage: true,
        count: isOfPool ? wanted : missing,
        notes,
        granted: missing > 0 ? undefined : pool,
        shortOfPool: isShort ? `${pool}; ${more}, and the kernel makes ${made(onDemand)}` : undefined,
      }),
    ];
  },
};

function made(onDemand: number): string {
  const most = onDemand === 0 ? 'none by itself' : `no more than ${onDemand} by itself`;
  return `${most} (nr_overcommit_hugepages): root has to raise nr_hugepages before the step`;
}
