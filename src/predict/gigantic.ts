import { pagesInBlocks } from '../kernel/free-blocks.ts';
import { gfpTraits } from '../kernel/gfp.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, uncertain } from './prediction.ts';
import { zonePrediction } from './zone-prediction.ts';
import { type ZoneState, zonelistFor } from './zonelist.ts';

/** Granted on 6.18 with 22 of 24 GiB free, and on 6.12 of arm64; how often on a fuller machine was not measured. */
const likelihoods = { cma: 0.8, movable: 0.6, tooLittle: 0.1, noRange: 0.02 };

/**
 * Whether the hugetlb pool gets pages above the largest free list: mm/hugetlb.c alloc_gigantic_folio() takes them from
 * its CMA areas, else alloc_contig_pages() clears an aligned range of all that is in it. Which range holds nothing that
 * cannot be moved, no file tells: a likelihood is all there is, and never a "never".
 */
export function predictGigantic(request: Request, snapshot: Snapshot, largestOrder: number): Prediction {
  const { order, count = 1 } = request;
  const size = 2 ** order;
  const need = count * size;
  const zonelist = zonelistFor(snapshot, gfpTraits(request.gfp).highestZone);
  const eligible = zonelist.zones.filter((zone) => zone.eligible);
  const sum = (pagesOf: (zone: ZoneState) => number): number =>
    eligible.reduce((pages, zone) => pages + pagesOf(zone), 0);
  const freeCma = sum(({ info }) => info?.freeCmaPages ?? 0);
  const movable = sum(movablePages);
  const ranges = sum((zone) => alignedRanges(zone, size));

  const what = `order ${order} is above the largest free list, order ${largestOrder}: such a page comes from CMA or from a range that is cleared for it, which no file settles`;
  const [likelihood, found] =
    ranges < count
      ? [
          likelihoods.noRange,
          `the zones hold ${ranges} aligned ranges of ${size} pages, and ${count} are needed`,
        ]
      : freeCma >= need
        ? [likelihoods.cma, `${freeCma} pages of CMA are free and ${need} are needed`]
        : movable >= need
          ? [likelihoods.movable, `${movable} pages are free or can be moved and ${need} are needed`]
          : [likelihoods.tooLittle, `only ${movable} pages are free or can be moved and ${need} are needed`];
  const zones = zonelist.zones.map((zone) =>
    zonePrediction(
      zone,
      zonelist.classIndex,
      false,
      `no list of order ${order}: the largest is ${largestOrder}`,
    ),
  );
  const cause = likelihood >= likelihoods.movable ? 'fragmentation' : 'out-of-memory';
  return uncertain({ likelihood, cause, reason: `${what}; ${found}`, zones });
}

/**
 * What the range may be cleared from: free pages, and file pages, for which no other place has to be found. Anonymous
 * ones are moved too, but into pages that are counted here already.
 */
function movablePages({ info, freeBlocks }: ZoneState): number {
  if (!info) return pagesInBlocks(freeBlocks, 0);
  const { inactiveFile, activeFile } = info.lru;
  return Math.max(0, info.freePages - info.watermarkPages.high) + inactiveFile + activeFile;
}

/** How many aligned ranges of the size lie in a zone; as many as it has pages for where its place was not read. */
function alignedRanges({ info, freeBlocks }: ZoneState, size: number): number {
  if (!info) return Math.floor(pagesInBlocks(freeBlocks, 0) / size);
  if (info.startPfn === null) return Math.floor(info.presentPages / size);
  const first = Math.ceil(info.startPfn / size);
  const last = Math.floor((info.startPfn + info.spannedPages) / size);
  return Math.max(0, last - first);
}
