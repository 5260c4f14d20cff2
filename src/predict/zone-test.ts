import type { KernelVersion } from '../kernel/version.ts';
import type { GfpTraits } from '../kernel/gfp.ts';
import { pagesInBlocks } from '../kernel/free-blocks.ts';
import { type ListQuestion, servingPages } from './free-lists.ts';
import { highatomicBounds } from './highatomic.ts';
import { type WatermarkTest, countsHighatomic, watermarkTest } from './watermark.ts';
import { type ZoneState, type Zonelist, closedBecause } from './zonelist.ts';

/** Why a zone does not serve a request now; `open` where a file that was not read would decide. */
type ZoneCause =
  'not-allowed' | 'watermark' | 'reserve' | 'no-block' | 'withheld' | 'open' | 'not-read' | 'none';

/** The allocator's answer for one zone. */
export interface ZoneTest {
  zone: ZoneState;
  /** serves the request from what is free, on any reading of what is not known */
  fits: boolean;
  /** how many blocks of the order it serves one after the other, on any reading; 0 if it does not fit */
  serves: number;
  /** how many it serves if what is not known turns out well */
  mayServe: number;
  cause: ZoneCause;
  /** stays above its mark on any reading: nothing but the lists that its free blocks are on may be open */
  passes: boolean;
  why: string;
  watermark: WatermarkTest | null;
}

/** What is asked of every zone. */
export interface ZoneQuestion {
  order: number;
  traits: GfpTraits;
  kernel: KernelVersion | null;
  zonelist: Zonelist;
  defragMode: boolean;
}

/** Asks one zone, as get_page_from_freelist() does at the slow path's first pass. */
export function testZone(zone: ZoneState, question: ZoneQuestion): ZoneTest {
  const { order, traits, kernel, zonelist } = question;
  const answer = (
    cause: ZoneCause,
    why: string,
    watermark: WatermarkTest | null,
    [serves, mayServe]: [number, number] = [0, 0],
    passes = watermark?.passes === true,
  ): ZoneTest => ({ zone, fits: cause === 'none', serves, mayServe, cause, passes, why, watermark });
  if (!zone.eligible) return answer('not-allowed', closedBecause(zone, zonelist), null);

  const lists: ListQuestion = {
    order,
    traits,
    kernel,
    pageTypes: zonelist.pageTypes,
    defragMode: question.defragMode,
  };
  // A single page is wherever the watermark test did not count pages that the request cannot have.
  const anyPage = order === 0 && !countsHighatomic(order, traits, kernel);
  const all = pagesInBlocks(zone.freeBlocks, order);
  const [leastPages, mostPages] = anyPage ? [all, all] : servingPages(zone, lists);
  const blocksText = `${all} pages in free blocks of order ${order} or more`;
  if (!zone.info) {
    if (all === 0) return answer('no-block', `no free block of order ${order} or more`, null);
    const mayServe = Math.floor(mostPages / 2 ** order);
    return answer('not-read', `${blocksText}, but its watermarks are not known`, null, [0, mayServe]);
  }

  const info = zone.info;
  const [least, most] = highatomicBounds(zone, zonelist, kernel);
  const test = (highatomicPages: number): WatermarkTest =>
    watermarkTest(info, zone.freeBlocks, {
      order,
      traits,
      kernel,
      classIndex: zonelist.classIndex,
      highatomicPages,
    });
  const watermark = test(least);
  const { usable, mark, reserve } = watermark;
  const sum = `${info.freePages} free pages, less the request and what it may not use, leave ${usable}`;
  const bar =
    reserve > 0 ? `the mark of ${mark} plus the lowmem reserve of ${reserve}` : `the mark of ${mark}`;
  if (!watermark.passes) {
    // Enough pages, but in blocks that are too small: that is fragmentation, by the old rule's own measure.
    if (usable > mark + reserve)
      return answer(
        'no-block',
        `too few pages in blocks near order ${order} for the rule before 4.4`,
        watermark,
      );
    return answer(usable > mark ? 'reserve' : 'watermark', `${sum}, not above ${bar}`, watermark);
  }
  if (all === 0)
    return answer('no-block', `no free block of order ${order} or more; ${sum}, above ${bar}`, watermark);
  if (mostPages === 0) {
    return answer(
      'withheld',
      `its free blocks of order ${order} or more are on lists closed to this request`,
      watermark,
    );
  }
  const mayServe = servedBlocks(mostPages, order, watermark);
  const strictest = test(most);
  if (leastPages === 0 || !strictest.passes) {
    return answer(
      'open',
      `${blocksText}, perhaps on lists closed to this request: only /proc/pagetypeinfo tells`,
      watermark,
      [0, mayServe],
      strictest.passes,
    );
  }
  const serves = servedBlocks(leastPages, order, strictest);
  return answer('none', `${blocksText}; ${sum}, above ${bar}`, watermark, [serves, mayServe]);
}

/** Each block that is taken brings the zone closer to its mark. */
function servedBlocks(pages: number, order: number, { usable, mark, reserve }: WatermarkTest): number {
  const size = 2 ** order;
  return Math.max(1, Math.min(Math.floor(pages / size), Math.ceil((usable - mark - reserve) / size)));
}
