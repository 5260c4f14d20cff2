import type { Snapshot } from '../machine/snapshot.ts';
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

/**
 * File pages that are neither dirty nor under writeback: what one reclaim pass can take at once.
 * From zoneinfo; where that prints no statistics of nodes, from vmstat or meminfo.
 */
export function cleanFilePages({ zoneinfo: zones, vmstat, meminfo }: Snapshot, pageSize = 4096): number {
  const nodes = (zones ?? []).flatMap(({ nodeStats }) => nodeStats ?? []);
  if (nodes.length > 0) {
    const clean = nodes.reduce((sum, n) => sum + n.inactiveFile + n.activeFile - n.dirty - n.writeback, 0);
    return Math.max(0, clean);
  }
  const names = vmstat
    ? ['nr_inactive_file', 'nr_active_file', 'nr_dirty', 'nr_writeback']
    : ['Inactive(file)', 'Active(file)', 'Dirty', 'Writeback'];
  const counters = vmstat ?? meminfo;
  const [inactive = 0, active = 0, dirty = 0, writeback = 0] = names.map((name) => counters?.get(name) ?? 0);
  const clean = Math.max(0, inactive + active - dirty - writeback);
  return vmstat ? clean : Math.floor((clean * 1024) / pageSize);
}

/** A snapshot with what is known of some nodes alone; the counters of vmstat and meminfo are of all nodes. */
export function ofNodes(snapshot: Snapshot, nodes: readonly number[]): Snapshot {
  const zoneinfo = snapshot.zoneinfo?.filter((zone) => nodes.includes(zone.node)) ?? null;
  return { ...snapshot, zoneinfo, vmstat: null, meminfo: null };
}

/** Whether anonymous pages can be swapped out. */
export function hasFreeSwap(snapshot: Snapshot): boolean {
  return (snapshot.meminfo?.get('SwapFree') ?? 0) > 0;
}
