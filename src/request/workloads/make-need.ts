import type { Confidence, FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { Need } from '../need.ts';
import { getOrder } from '../order.ts';
import type { Path, SizeSource } from '../request.ts';
import type { WorkloadFacts } from './facts.ts';

/** An allocation as the kernel makes it; sizes in bytes. */
interface Allocation {
  workload: string;
  what: string;
  bytes: number;
  from?: SizeSource;
  gfp: readonly string[];
  fault?: FaultStatus | null;
  count?: number;
  notes?: readonly string[];
  /** why the size or the path is no more than likely; absent: it is read from the source or measured */
  unverified?: string | null;
  /** why the kernel refuses it before it looks for memory */
  refused?: string | undefined;
}

/** A block of contiguous pages; the order is kmalloc's for the size, unless given. */
export function contiguousNeed(facts: WorkloadFacts, allocation: Allocation & { order?: number }): Need {
  const { pageSize } = facts;
  const order = allocation.order ?? getOrder(allocation.bytes, pageSize);
  const pages = 2 ** order;
  return needOf(facts, allocation, 'contiguous', order, pages, pages * (allocation.count ?? 1));
}

/** Single pages, mapped by vmalloc; `pages` and `stepPages` where they are more than the bytes. */
export function vmallocNeed(
  facts: WorkloadFacts,
  allocation: Allocation & { path?: 'vmalloc' | 'vmalloc-noretry'; pages?: number; stepPages?: number },
): Need {
  const { pageSize } = facts;
  const pages = allocation.pages ?? Math.ceil(allocation.bytes / pageSize);
  const stepPages = Math.max(allocation.stepPages ?? 0, pages * (allocation.count ?? 1));
  return needOf(
    facts,
    allocation,
    allocation.path ?? 'vmalloc',
    getOrder(allocation.bytes, pageSize),
    pages,
    stepPages,
  );
}

function needOf(
  { pageSize }: WorkloadFacts,
  {
    workload,
    what,
    bytes,
    from,
    gfp,
    fault = null,
    count = 1,
    notes = [],
    unverified = null,
    refused,
  }: Allocation,
  path: Path,
  order: number,
  pages: number,
  stepPages: number,
): Need {
  const doubtful = fault !== null && fault.state !== 'not-affected' && fault.confidence === 'unverified';
  const said = [...notes];
  if (unverified !== null) said.push(`unverified: ${unverified}`);
  if (doubtful) said.push(`unverified: ${doubtOf(fault)}`);
  if (count > 1) said.push(`${count} of this size are asked for, one after the other`);
  const confidence: Confidence = unverified !== null || doubtful ? 'unverified' : 'verified';
  const request = {
    ...{ workload, bytes, order, pages, pageSize, path, gfp: [...gfp], notes: said },
    ...(from === undefined ? {} : { from }),
    ...(refused === undefined ? {} : { refused }),
  };
  return { request, fault, what, count, stepPages, confidence };
}

function doubtOf({ state, says, note, source }: FaultStatus): string {
  const how = { affected: 'this kernel likely does so', fixed: 'this kernel likely does not any more' };
  const answer =
    state === 'affected' || state === 'fixed' ? how[state] : 'whether this kernel does so is not known';
  return `${says}; ${answer} (${note ?? source})`;
}
