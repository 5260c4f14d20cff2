import type { Snapshot } from '../memory/snapshot.ts';
import type { ZoneState } from './zonelist.ts';

/** Page-cache pages of the zones that a request may use, which reclaim could take. */
export function reclaimablePages(zones: readonly ZoneState[], swapFree: boolean): number {
  return zones
    .filter((zone) => zone.eligible)
    .reduce((sum, { info }) => {
      if (!info) return sum;
      const { inactiveFile, activeFile, inactiveAnon, activeAnon } = info.lru;
      return sum + inactiveFile + activeFile + (swapFree ? inactiveAnon + activeAnon : 0);
    }, 0);
}

/** File pages that are neither dirty nor under writeback: what one reclaim pass can take at once. */
export function cleanFilePages(snapshot: Snapshot): number {
  let clean = 0;
  for (const zone of snapshot.zones ?? []) {
    const stats = zone.nodeStats;
    if (stats) clean += stats.inactiveFile + stats.activeFile - stats.dirty - stats.writeback;
  }
  return Math.max(0, clean);
}

/** Whether anonymous pages can be swapped out. */
export function hasFreeSwap(snapshot: Snapshot): boolean {
  return (snapshot.meminfo?.get('SwapFree') ?? 0) > 0;
}
