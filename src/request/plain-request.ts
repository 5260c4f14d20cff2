import type { Need } from './need.ts';
import { getOrder } from './order.ts';
import type { Path, Request } from './request.ts';
import { type Size, sizeInBytes } from './size.ts';

/** A request in bytes or as an order, without a named workload. */
export interface PlainRequest {
  size?: Size | undefined;
  order?: number | undefined;
  path: Path;
  /** as the path's callers ask, unless given */
  gfp?: string[] | undefined;
}

const usualGfp: Record<Path, string[]> = {
  contiguous: ['GFP_KERNEL'],
  vmalloc: ['GFP_KERNEL'],
  'vmalloc-noretry': ['GFP_KERNEL', '__GFP_NORETRY'],
};

/**
 * Turns a size or an order into what the kernel is asked for. A contiguous size is kmalloc's: slab up to two pages,
 * then a power of two of pages. The vmalloc paths need its single pages.
 */
export function plainRequest({ size, order, path, gfp }: PlainRequest, pageSize: number): Request {
  const bytes = size ? sizeInBytes(size, pageSize) : 2 ** (order ?? 0) * pageSize;
  const notes: string[] = [];
  const contiguousOrder = order ?? getOrder(bytes, pageSize);
  if (path === 'contiguous' && size && bytes <= 2 * pageSize) {
    notes.push(
      `kmalloc serves ${bytes} bytes from a slab, which needs at most a block of order ${contiguousOrder}`,
    );
  }
  return {
    workload: null,
    bytes,
    order: path === 'contiguous' ? contiguousOrder : getOrder(bytes, pageSize),
    pages: path === 'contiguous' ? 2 ** contiguousOrder : Math.ceil(bytes / pageSize),
    pageSize,
    path,
    gfp: withReclaim(gfp ?? usualGfp[path], notes),
    notes,
  };
}

/** What a user may say beside a plain request; what means nothing to it is said in a note. */
export interface PlainAsked extends Omit<PlainRequest, 'path'> {
  path?: Path | undefined;
  count?: number | undefined;
  rules?: unknown;
  rulesFile?: unknown;
  cpus?: unknown;
}

/** The one need of a plain request. */
export function plainNeed(asked: PlainAsked, pageSize: number): Need {
  const { size, order, path = 'contiguous', gfp, count = 1 } = asked;
  const request = plainRequest({ size, order, path, gfp }, pageSize);
  for (const name of ['rules', 'rulesFile', 'cpus'] as const) {
    if (asked[name] === undefined) continue;
    const option = name === 'rulesFile' ? 'rules-file' : name;
    request.notes.push(`--${option} means nothing without --for and is not used`);
  }
  return { request, fault: null, stepPages: request.pages * count, count };
}

/** Zone flags alone would be a request that may not even wake kswapd: callers give them beside GFP_KERNEL. */
function withReclaim(gfp: string[], notes: string[]): string[] {
  const zoneFlags = ['GFP_DMA', 'GFP_DMA32', '__GFP_DMA', '__GFP_DMA32', '__GFP_HIGHMEM', '__GFP_MOVABLE'];
  if (!gfp.every((name) => zoneFlags.includes(name))) return gfp;
  notes.push(`${gfp.join('|')} names only a zone: GFP_KERNEL is taken with it`);
  return ['GFP_KERNEL', ...gfp];
}
