import type { Need } from './need.ts';
import { getOrder } from './order.ts';
import type { MemoryPath, Request } from './request.ts';
import { type Size, sizeInBytes } from './size.ts';
import { type WorkloadOptions, unusedOptions } from './workloads/options.ts';

/** A request in bytes or as an order, without a named workload. */
interface PlainRequest {
  size?: Size | undefined;
  order?: number | undefined;
  /** contiguous, unless given */
  path?: MemoryPath | undefined;
  /** as the path's callers ask, unless given */
  gfp?: string[] | undefined;
  node?: number | undefined;
}

const usualGfp: Record<MemoryPath, string[]> = {
  contiguous: ['GFP_KERNEL'],
  vmalloc: ['GFP_KERNEL'],
  'vmalloc-noretry': ['GFP_KERNEL', '__GFP_NORETRY'],
};

/**
 * Turns a size or an order into what the kernel is asked for. A contiguous size is kmalloc's: slab up to two pages,
 * then a power of two of pages. The vmalloc paths need its single pages.
 */
export function plainRequest(
  { size, order, path = 'contiguous', gfp, node }: PlainRequest,
  pageSize: number,
): Request {
  const bytes = size ? sizeInBytes(size, pageSize) : 2 ** (order ?? 0) * pageSize;
  const notes: string[] = [];
  const blockOrder = order ?? getOrder(bytes, pageSize);
  if (path === 'contiguous' && size && bytes <= 2 * pageSize) {
    notes.push(
      `kmalloc serves ${bytes} bytes from a slab, which needs at most a block of order ${blockOrder}`,
    );
  }
  return {
    workload: null,
    bytes,
    order: blockOrder,
    pages: path === 'contiguous' ? 2 ** blockOrder : Math.ceil(bytes / pageSize),
    ...(node === undefined ? {} : { node }),
    pageSize,
    path,
    gfp: withReclaim(gfp ?? usualGfp[path], notes),
    notes,
  };
}

/** `count` plain requests as the need of a step, with a note for each option that only means something to a workload. */
export function plainNeed(
  { count = 1, ...asked }: PlainRequest & Omit<WorkloadOptions, 'size'>,
  pageSize: number,
): Need {
  const request = plainRequest(asked, pageSize);
  const { rules, rulesFile, cpus, size, order = 0 } = asked;
  for (const option of unusedOptions({ rules, rulesFile, cpus }, {})) {
    request.notes.push(`${option} has no meaning without --for and is ignored`);
  }
  const what = size ? `${size.amount} ${size.unit}` : `order ${order}`;
  const stepPages = request.pages * count;
  return { request, fault: null, what, count, stepPages, beside: [], confidence: 'verified' };
}

/** Zone flags alone would be a request that may not even wake kswapd: callers give them beside GFP_KERNEL. */
function withReclaim(gfp: string[], notes: string[]): string[] {
  const zoneFlags = ['GFP_DMA', 'GFP_DMA32', '__GFP_DMA', '__GFP_DMA32', '__GFP_HIGHMEM', '__GFP_MOVABLE'];
  if (!gfp.every((name) => zoneFlags.includes(name))) return gfp;
  notes.push(`${gfp.join('|')} names only a zone: GFP_KERNEL is added`);
  return ['GFP_KERNEL', ...gfp];
}
