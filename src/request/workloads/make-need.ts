import type { Confidence, FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { Need, Part } from '../need.ts';
import { getOrder } from '../order.ts';
import type { AddressSpaceLimit, Path, Request, SizeSource } from '../request.ts';
import type { WorkloadFacts } from './facts.ts';

/** An allocation as the kernel makes it; sizes in bytes. */
interface Allocation {
  workload: string;
  what: string;
  bytes: number;
  /** absent: worked out by the workload's formula */
  from?: SizeSource;
  gfp: readonly string[];
  fault?: FaultStatus | null;
  count?: number;
  notes?: readonly string[];
  /** why the size or the path is no more than likely; absent: it is read from the source or measured */
  unverified?: string | null;
  /** why the kernel refuses it before it looks for memory */
  refused?: string | undefined;
  /** why the pool of huge pages does not have it, and nobody makes more */
  shortOfPool?: string | undefined;
  /** why nothing has to be made for it */
  granted?: string | undefined;
}

/** A block of contiguous pages; the order is kmalloc's for the size, unless given. */
export function contiguousNeed(
  facts: WorkloadFacts,
  allocation: Allocation & { order?: number; hugePage?: true },
): Need {
  const { pageSize } = facts;
  const order = allocation.order ?? getOrder(allocation.bytes, pageSize);
  const pages = 2 ** order;
  return needOf(facts, allocation, 'contiguous', order, pages, []);
}

/** Bytes under a limit that has nothing to do with free memory; `count` times as many. */
export function addressSpaceNeed(
  facts: WorkloadFacts,
  { limit, count = 1, ...allocation }: Allocation & { limit: AddressSpaceLimit },
): Need {
  const { pageSize } = facts;
  const bytes = count * allocation.bytes;
  const pages = Math.ceil(bytes / pageSize);
  return needOf(
    facts,
    { ...allocation, bytes, limit },
    'address-space',
    getOrder(bytes, pageSize),
    pages,
    [],
  );
}

/**
 * Single pages, mapped by vmalloc.
 * @param allocation `pages` where they are more than the bytes; `beside`: what the step takes besides
 */
export function vmallocNeed(
  facts: WorkloadFacts,
  allocation: Allocation & { path?: 'vmalloc' | 'vmalloc-noretry'; pages?: number; beside?: readonly Part[] },
): Need {
  const { pageSize } = facts;
  const pages = allocation.pages ?? Math.ceil(allocation.bytes / pageSize);
  const order = getOrder(allocation.bytes, pageSize);
  return needOf(facts, allocation, allocation.path ?? 'vmalloc', order, pages, allocation.beside ?? []);
}

function needOf(
  { pageSize }: WorkloadFacts,
  allocation: Allocation & Pick<Request, 'limit' | 'hugePage'>,
  path: Path,
  order: number,
  pages: number,
  beside: readonly Part[],
): Need {
  const {
    workload,
    what,
    bytes,
    from = 'formula',
    gfp,
    fault = null,
    count = 1,
    notes = [],
    unverified = null,
  } = allocation;
  const { refused, shortOfPool, granted, limit, hugePage } = allocation;
  const stepPages = beside.reduce((sum, part) => sum + part.pages, pages * count);
  const doubtful = fault !== null && fault.state !== 'not-affected' && fault.confidence === 'unverified';
  const said = [...notes];
  if (unverified !== null) said.push(`unverified: ${unverified}`);
  if (doubtful) said.push(`unverified: ${doubtOf(fault)}`);
  const confidence: Confidence = unverified !== null || doubtful ? 'unverified' : 'verified';
  const request = {
    ...{ workload, bytes, from, order, pages, pageSize, path, gfp: [...gfp], notes: said },
    ...(refused === undefined ? {} : { refused }),
    ...(shortOfPool === undefined ? {} : { shortOfPool }),
    ...(granted === undefined ? {} : { granted }),
    ...(limit === undefined ? {} : { limit }),
    ...(hugePage === undefined ? {} : { hugePage }),
  };
  return { request, fault, what, count, stepPages, beside, confidence };
}

function doubtOf({ state, says, note, source }: FaultStatus): string {
  const how = { affected: 'this kernel likely does so', fixed: 'this kernel likely does not any more' };
  const answer =
    state === 'affected' || state === 'fixed' ? how[state] : 'whether this kernel does so is not known';
  return `${says}; ${answer} (${note ?? source})`;
}
