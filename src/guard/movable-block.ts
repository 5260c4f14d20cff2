import type { Machine } from '../machine/machine.ts';
import { scanPages } from '../machine/page-scan.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { ZonePrediction } from '../predict/zone-prediction.ts';

/** All pages of 24 GiB take 1.3 s; if the answer is yes it comes within milliseconds. */
const scanMilliseconds = 2000;

/**
 * Whether some aligned block of the order, in a zone that the request may use, holds no unmovable page.
 * Null if /proc/kpageflags cannot be read, as of a machine that was kept, or if the time ran out before one was found.
 */
export function findMovableBlock(
  order: number,
  zones: readonly ZonePrediction[],
  { zoneinfo }: Snapshot,
  machine: Machine,
): boolean | null {
  if (machine.kept) return null;
  const allowed = new Set(zones.filter((zone) => zone.allowed).map(({ node, zone }) => `${node} ${zone}`));
  const ranges = (zoneinfo ?? [])
    .filter(({ node, zone, managedPages }) => managedPages > 0 && allowed.has(`${node} ${zone}`))
    .sort((a, b) => b.managedPages - a.managedPages)
    .flatMap(({ startPfn, spannedPages }) => (startPfn === null ? [] : [{ startPfn, spannedPages }]));
  const limits = { enough: 1, milliseconds: scanMilliseconds };
  const scan = scanPages(machine.path('proc/kpageflags'), ranges, order, limits, () => performance.now());
  if (!scan || ranges.length === 0) return null;
  if (scan.movableBlocks > 0) return true;
  return scan.complete ? false : null;
}
