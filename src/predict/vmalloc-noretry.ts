import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, available, never, uncertain } from './prediction.ts';
import { cleanFilePages, ofNodes } from './reclaimable.ts';
import { type SinglePages, countSinglePages } from './single-pages.ts';
import { withinVmallocSpace } from './vmalloc-space.ts';
import { allPages, confinedTo } from './zonelist.ts';

/** How often each level was granted, measured on 4.16 with 2,356 table replaces near the watermarks. */
const granted = { aboveMarks: 0.998, withCache: 0.967, atMarkWithCache: 0.88, short: 0.32 };

/** Above the marks but for HighAtomic pages that were not read: no less than with cache to take from. */
const uncheckedLikelihood = 0.97;

/**
 * Whether N single pages can be had with __GFP_NORETRY: from above the watermarks now, or with what one reclaim pass
 * takes (clean file pages). One refused page fails the whole vmalloc; free blocks of higher orders do not matter.
 */
export function predictVmallocNoRetry(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  return withinVmallocSpace(memoryAnswer(request, snapshot, kernel), request, snapshot);
}

function memoryAnswer(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): Prediction {
  const need = request.pages;
  const pages = countSinglePages(request, snapshot, kernel);
  const { zonelist, above, zones } = pages;
  if (!snapshot.zoneinfo) {
    const reason = `${need} single pages are needed above the watermarks, which only /proc/zoneinfo shows`;
    return uncertain({ likelihood: 0.6, cause: 'not-read', reason, zones });
  }
  const all = allPages(zonelist);
  if (need > all && zonelist.boundTo === null) {
    return never(
      'never',
      `${need} single pages are needed and the zones that may serve them have ${all}`,
      zones,
      {
        needs: need * request.pageSize,
        has: all * request.pageSize,
        of: 'is all that this machine has',
      },
    );
  }
  const nodes = confinedTo(zonelist);
  const clean = cleanFilePages(nodes === null ? snapshot : ofNodes(snapshot, nodes), request.pageSize);
  const found = `${above} single pages are free above the watermarks and ${clean} pages of clean cache could be reclaimed; ${need} are needed`;
  const room = {
    needs: need * request.pageSize,
    has: (above + clean) * request.pageSize,
    of: 'can be had at once, clean file cache included',
  };
  if (above >= need) {
    const unread =
      zonelist.pageTypes === null && snapshot.zoneinfo.some((zone) => zone.freeHighatomicPages === null);
    const near = above < need * 1.1 + 32 || hiddenHighatomicMatters(pages, need);
    if (!unread || !near) return available({ likelihood: granted.aboveMarks, reason: found, zones, room });
    const wants: Prediction['wants'] = ['pagetypeinfo'];
    return uncertain({
      likelihood: uncheckedLikelihood,
      cause: 'not-read',
      reason: found,
      zones,
      wants,
      room,
    });
  }
  const uncounted =
    !snapshot.zoneinfo.some((zone) => zone.nodeStats) && !snapshot.vmstat && !snapshot.meminfo;
  const common = {
    cause: 'watermark',
    zones,
    room,
    wants: uncounted ? ['vmstat'] : [],
  } satisfies Partial<Prediction>;
  if (above + clean >= need) {
    const likelihood = above > 0 ? granted.withCache : granted.atMarkWithCache;
    return uncertain({ ...common, likelihood, reason: `${found}: one reclaim pass has to free the rest` });
  }
  const reason = `${found}, and __GFP_NORETRY gives up after one reclaim pass`;
  return uncertain({ ...common, likelihood: granted.short, reason });
}

/** Without pagetypeinfo up to 1 % of a zone may be HighAtomic: it matters where the pages above the mark are few. */
function hiddenHighatomicMatters({ zonelist, perZone }: SinglePages, need: number): boolean {
  let safe = 0;
  for (const zone of zonelist.zones) {
    if (!zone.info) continue;
    const hidden = Math.floor(zone.info.managedPages / 100) + 2 ** (zone.freeBlocks.length - 1);
    safe += Math.max(0, Math.min(perZone.get(zone) ?? 0, zone.info.freePages - hidden));
  }
  return safe < need;
}
