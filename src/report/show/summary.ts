import type { ZoneMemory } from '../../guard/zone-memory.ts';
import { formatBytes } from '../../text/units.ts';
import type { ShowAnswer } from './answer.ts';

/**
 * How a machine is for GFP_KERNEL: `good` if it gets blocks of every size; `fragmented` if what is free lies in smaller
 * ones; `short` if larger ones are there, but marks and reserves hold them back; `exhausted` if it gets none at all;
 * `unknown` if what would tell was not read.
 */
export type MemoryState = 'good' | 'fragmented' | 'short' | 'exhausted' | 'unknown';

/** How a machine is, in one word and in one sentence. */
export interface Summary {
  state: MemoryState;
  summary: string;
}

/** Says how a machine is. */
export function summaryOf({ zones, pageSize }: Pick<ShowAnswer, 'zones' | 'pageSize'>): Summary {
  const bytes = (pages: number): string => formatBytes(pages * pageSize);
  const block = (order: number): string => bytes(2 ** order);
  const free = `${bytes(sum(zones, ({ freePages }) => freePages))}${ofAll(zones, bytes)} is free`;
  const own = zones.filter(({ allowed }) => allowed);
  const largest = Math.max(-1, ...own.map(({ largestOrder }) => largestOrder ?? -1));
  const had = Math.max(-1, ...own.map(({ kernelOrder }) => kernelOrder ?? -1));
  const perhaps = Math.max(-1, ...own.map(({ perhapsOrder }) => perhapsOrder ?? -1));
  const orders = zones[0]?.freeBlocks.length ?? 0;
  if (had === -1 && own.some(({ watermarkPages }) => watermarkPages === null)) {
    const upTo = largest === -1 ? '' : `, in blocks of up to ${block(largest)}`;
    return { state: 'unknown', summary: `${free}${upTo}; what has to stay free was not read` };
  }
  if (had === -1 && perhaps === -1)
    return { state: 'exhausted', summary: `${free}, and GFP_KERNEL gets nothing of it before reclaim` };
  if (had === orders - 1) {
    const upTo = `${block(had)}, the largest there are`;
    return { state: 'good', summary: `${free}, and GFP_KERNEL gets blocks of up to ${upTo}` };
  }
  if (perhaps > had) {
    const sure = had === -1 ? 'is sure of none of it' : `is sure of blocks of up to ${block(had)} only`;
    const tells = 'only /proc/pagetypeinfo tells, as root';
    return {
      state: 'unknown',
      summary: `${free}; GFP_KERNEL ${sure}, perhaps up to ${block(perhaps)}: ${tells}`,
    };
  }
  const gets = `${free}, but GFP_KERNEL gets no block larger than ${block(had)}`;
  return largest > had
    ? { state: 'short', summary: `${gets}: larger ones are held back, up to ${block(largest)}` }
    : { state: 'fragmented', summary: `${gets}: there is no larger one in its zones` };
}

function ofAll(zones: readonly ZoneMemory[], bytes: (pages: number) => string): string {
  return zones.some(({ managedPages }) => managedPages === null)
    ? ''
    : ` of ${bytes(sum(zones, ({ managedPages }) => managedPages ?? 0))}`;
}

function sum(zones: readonly ZoneMemory[], pages: (zone: ZoneMemory) => number): number {
  return zones.reduce((all, zone) => all + pages(zone), 0);
}

/** What a zone has to keep from GFP_KERNEL, in pages: the min mark, the lowmem reserve, and what is set aside for others. */
export function heldBackPages(zone: ZoneMemory): number | null {
  const { allowed, watermarkPages, lowmemReservePages, freeHighatomicPages, freeCmaPages, freePages } = zone;
  if (!allowed || watermarkPages === null) return null;
  const marks = watermarkPages.min + (lowmemReservePages ?? 0);
  return Math.min(freePages, marks + (freeHighatomicPages ?? 0) + (freeCmaPages ?? 0));
}
