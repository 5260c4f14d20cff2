import { type KernelVersion, atLeast } from '../kernel/version.ts';
import { pagesInBlocks } from '../kernel/free-blocks.ts';
import { minPageblockOrder } from '../kernel/pageblock-order.ts';
import type { PageTypes, ZonePageTypes } from '../machine/proc/pagetypeinfo.ts';
import type { ZoneState, Zonelist } from './zonelist.ts';

/**
 * What the watermark test takes off for HighAtomic: the reserved pageblocks (4.4 to 6.11) or their free pages (6.12+).
 * Exact where pagetypeinfo or zoneinfo (6.19+) was read, else from none to the legal most.
 */
export function highatomicBounds(
  zone: ZoneState,
  zonelist: Zonelist,
  kernel: KernelVersion | null,
): [number, number] {
  if (!atLeast(kernel, 4, 4)) return [0, 0];
  const pages =
    zone.types && zonelist.pageTypes ? typedHighatomicPages(zone.types, zonelist.pageTypes, kernel) : null;
  if (pages !== null) return [pages, pages];
  const known = zone.info?.freeHighatomicPages;
  if (typeof known === 'number') return [known, known];
  return [0, maxHighatomicPages(zone, kernel)];
}

/** Null where the pageblocks are not known: a failure report before 5.8 shows the free lists alone. */
function typedHighatomicPages(
  { freeBlocks, pageblocks }: ZonePageTypes,
  { pageblockOrder }: PageTypes,
  kernel: KernelVersion | null,
): number | null {
  if (atLeast(kernel, 6, 12)) return pagesInBlocks(freeBlocks.HighAtomic ?? [], 0);
  return pageblocks.HighAtomic === undefined ? null : pageblocks.HighAtomic * 2 ** pageblockOrder;
}

/**
 * An upper bound of the free HighAtomic pages of a zone: about 1 % of it, rounded up to whole pageblocks, and what one
 * block of the largest order adds. Since 6.8 a zone whose 1 % is less than a pageblock gets none, where a pageblock may
 * be as small as is legal; before, every zone may get one or two (mm/page_alloc.c reserve_highatomic_pageblock).
 */
export function maxHighatomicPages(zone: ZoneState, kernel: KernelVersion | null): number {
  if (!atLeast(kernel, 4, 4)) return 0;
  const info = zone.info;
  if (!info) return Infinity;
  if (info.freeHighatomicPages !== null) return info.freeHighatomicPages;
  const share = Math.floor(info.managedPages / 100);
  const maxOrder = zone.freeBlocks.length - 1;
  if (!atLeast(kernel, 6, 8)) return share + 2 * 2 ** maxOrder;
  const minPageblock = 2 ** Math.min(maxOrder, minPageblockOrder(kernel));
  return share < minPageblock ? 0 : share + 2 ** maxOrder;
}
