import type { Counters } from '../../machine/proc/counters.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';

/** Above this many tasks per CPU (one-minute average), compaction would take time from the others. */
export const maxLoadPerCpu = 2;

/**
 * The nodes where explicit compaction can make a block of `order`: an allowed zone has the pages to migrate into, and
 * stays above its min mark and reserve with the block gone (mm/page_alloc.c __isolate_free_page). An allocation's own
 * compaction also requires twice the block above the low mark; explicit compaction does not (mm/compaction.c
 * is_via_compact_memory), and it is below that mark that it helps.
 */
export function nodesToCompact(zones: readonly ZonePrediction[], order: number): number[] {
  if (order === 0) return [];
  const nodes = zones.filter((zone) => {
    if (!zone.allowed || zone.fits || !zone.watermarkPages) return false;
    return zone.freePages > zone.watermarkPages.min + (zone.lowmemReservePages ?? 0) + 2 ** order;
  });
  return [...new Set(nodes.map(({ node }) => node))].sort((a, b) => a - b);
}

/** Tasks per CPU over the last minute, from /proc/loadavg and /proc/stat; null if they do not tell. */
export function loadPerCpu(loadavg: string | undefined, stat: string | undefined): number | null {
  const load = /^(\d{1,9}\.\d{1,9}) /.exec(loadavg ?? '')?.[1];
  const cpus = stat?.match(/^cpu\d+ /gm)?.length ?? 0;
  return load === undefined || cpus === 0 ? null : Number(load) / cpus;
}

const scanning = ['compact_migrate_scanned', 'compact_free_scanned', 'compact_isolated'];
const daemon = ['compact_daemon_wake', 'compact_daemon_migrate_scanned', 'compact_daemon_free_scanned'];

/**
 * Who compacted between two readings of /proc/vmstat, as seen from any container: kcompactd, or an explicit compaction
 * (another guard's). Null for nobody, and for allocations that compact for themselves (compact_stall): those do not do
 * what explicit compaction does, and on a machine that is short of blocks they never stop.
 */
export function compactedBetween(
  before: Counters | null,
  after: Counters | null,
): 'kcompactd' | 'another' | null {
  if (!before || !after) return null;
  const rose = (name: string): boolean => (after.get(name) ?? 0) > (before.get(name) ?? 0);
  if (daemon.some(rose)) return 'kcompactd';
  return scanning.some(rose) && !rose('compact_stall') ? 'another' : null;
}

const second = 1000;

/**
 * How long a remedy rests after an attempt, in milliseconds, so that one that does not help is not repeated at everyone's
 * expense: `base` after an attempt that helped, else half a minute, doubled each further time up to eight minutes.
 * @param useless how many attempts in a row did not help
 */
export function cooldownAfter(useless: number, base: number): number {
  return useless === 0 ? base : Math.max(base, 30 * second * Math.min(16, 2 ** (useless - 1)));
}
