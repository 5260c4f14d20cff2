import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { gfpTraits } from '../kernel/gfp.ts';
import type { Request } from '../request/request.ts';
import { never } from './never.ts';
import type { Prediction } from './prediction.ts';
import { cleanFilePages } from './reclaimable.ts';
import { allPages } from './likelihood/several.ts';
import { singlePagesAboveMark } from './single-pages.ts';
import { singlePageZones } from './single-page-zones.ts';
import { type ZoneState, zonelistFor } from './zonelist.ts';

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
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const perZone = new Map(
    zonelist.zones.map((zone) => [zone, singlePagesAboveMark(zone, zonelist, traits, kernel)]),
  );
  const zones = singlePageZones(zonelist, perZone);
  const base = { zones, terms: [], wants: [] as Prediction['wants'], advice: [], never: false };
  const need = request.pages;
  if (!snapshot.zones) {
    const reason = `${need} single pages are needed above the watermarks, which only /proc/zoneinfo tells`;
    return { ...base, verdict: 'attainable', likelihood: 0.6, cause: 'not-read', reason };
  }
  const all = allPages(zonelist);
  if (need > all) {
    return never('never', `${need} single pages are needed and the zones that serve it have ${all}`, zones);
  }
  const above = [...perZone.values()].reduce((sum, pages) => sum + pages, 0);
  const clean = cleanFilePages(snapshot, request.pageSize);
  const found = `${above} single pages are free above the watermarks and ${clean} pages of clean cache could be taken, ${need} are needed`;
  if (above >= need) {
    const unread =
      zonelist.pageTypes === null && snapshot.zones.some((zone) => zone.freeHighatomicPages === null);
    const near = above < need * 1.1 + 32 || hiddenHighatomicMatters(zonelist.zones, perZone, need);
    if (unread && near) {
      return {
        ...base,
        verdict: 'attainable',
        likelihood: uncheckedLikelihood,
        cause: 'not-read',
        reason: found,
        wants: ['pagetypeinfo'],
      };
    }
    return { ...base, verdict: 'available', likelihood: granted.aboveMarks, cause: 'none', reason: found };
  }
  const cause = 'watermark' as const;
  const uncounted = !snapshot.zones.some((zone) => zone.nodeStats) && !snapshot.vmstat && !snapshot.meminfo;
  if (uncounted) base.wants.push('vmstat');
  if (above + clean >= need) {
    const likelihood = above > 0 ? granted.withCache : granted.atMarkWithCache;
    return {
      ...base,
      verdict: 'attainable',
      likelihood,
      cause,
      reason: `${found}: one reclaim pass has to make the rest`,
    };
  }
  return {
    ...base,
    verdict: 'unavailable',
    likelihood: granted.short,
    cause,
    reason: `${found}, and __GFP_NORETRY gives up after one reclaim pass`,
  };
}

/** Without pagetypeinfo up to 1 % of a zone may be HighAtomic: it matters where the pages above the mark are few. */
function hiddenHighatomicMatters(
  zones: readonly ZoneState[],
  perZone: ReadonlyMap<ZoneState, number>,
  need: number,
): boolean {
  let safe = 0;
  for (const zone of zones) {
    if (!zone.info) continue;
    const most = Math.floor(zone.info.managedPages / 100) + 2 ** (zone.freeBlocks.length - 1);
    safe += Math.max(0, Math.min(perZone.get(zone) ?? 0, zone.info.freePages - most));
  }
  return safe < need;
}
