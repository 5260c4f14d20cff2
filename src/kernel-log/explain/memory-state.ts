import type { HighestZone } from '../../kernel/zones.ts';
import type { BuddyRow } from '../../machine/proc/buddyinfo.ts';
import { type Snapshot, emptySnapshot } from '../../machine/snapshot.ts';
import type { NodeStats, ZoneinfoZone } from '../../machine/proc/zoneinfo.ts';
import type { MemInfo, ZoneReport } from '../report/mem-info.ts';
import { pageTypesOf } from './page-types-of-report.ts';
import { zonesOfReport } from './zones-of-report.ts';

/**
 * The memory state of a report in the form that the prediction reads, as if /proc had been read at that moment.
 * @param highestZone the highest zone that the failed request was allowed to use
 * @returns null if the report is not complete, or its reserves fit no kernel's zones
 */
export function snapshotOfReport(memory: MemInfo, highestZone: HighestZone): Snapshot | null {
  const built = memory.complete ? zonesOfReport(memory.zones, highestZone) : null;
  const pageKib = memory.zones[0]?.buddy?.pageKib;
  if (!built || pageKib === undefined) return null;
  const zones = zoneinfoOf(memory, built, pageKib);
  const buddyinfo = memory.zones.map(({ line, buddy }): BuddyRow => ({
    node: line.node,
    zone: line.zone,
    freeBlocks: buddy?.freeBlocks ?? [],
  }));
  return {
    ...emptySnapshot(buddyinfo),
    zoneinfo: zones,
    pagetypeinfo: pageTypesOf(memory, pageKib),
    meminfo: meminfoOf(memory, zones, pageKib),
  };
}

/** Every zone that the kernel was built with, for each node: a zone's place in its node is its zone index. */
function zoneinfoOf(memory: MemInfo, built: readonly string[], pageKib: number): ZoneinfoZone[] {
  const nodes = [...new Set(memory.zones.map(({ line }) => line.node))];
  return nodes.flatMap((node) => {
    const first = memory.zones.find(({ line }) => line.node === node);
    return built.map((zone) => {
      const found = memory.zones.find(({ line }) => line.node === node && line.zone === zone);
      const stats =
        found && (found === first || !memory.nodes.has(node)) ? nodeStatsOf(memory, found, pageKib) : null;
      return zoneOf(node, zone, found ?? null, stats, pageKib);
    });
  });
}

function zoneOf(
  node: number,
  zone: string,
  found: ZoneReport | null,
  nodeStats: NodeStats | null,
  pageKib: number,
): ZoneinfoZone {
  const value = (name: string): number => Math.floor((found?.line.fields.get(name) ?? 0) / pageKib);
  const optional = (name: string): number | null => (found?.line.fields.has(name) ? value(name) : null);
  return {
    node,
    zone,
    freePages: value('free'),
    watermarkPages: { min: value('min'), low: value('low'), high: value('high') },
    spannedPages: value('present'),
    presentPages: value('present'),
    managedPages: optional('managed') ?? value('present'),
    lowmemReserve: found?.reserve ?? [],
    freeCmaPages: value('free_cma'),
    reservedHighatomicPages: optional('reserved_highatomic'),
    freeHighatomicPages: optional('free_highatomic'),
    unacceptedPages: 0,
    lru: {
      inactiveFile: value('inactive_file'),
      activeFile: value('active_file'),
      inactiveAnon: value('inactive_anon'),
      activeAnon: value('active_anon'),
    },
    nodeStats,
    perCpu: () => ({ pages: value('free_pcp'), cpus: 0, statThreshold: 0 }),
    startPfn: null,
  };
}

function nodeStatsOf(memory: MemInfo, zone: ZoneReport, pageKib: number): NodeStats {
  const fields = memory.nodes.get(zone.line.node) ?? zone.line.fields;
  const value = (name: string): number => Math.floor((fields.get(name) ?? 0) / pageKib);
  return {
    inactiveFile: value('inactive_file'),
    activeFile: value('active_file'),
    inactiveAnon: value('inactive_anon'),
    activeAnon: value('active_anon'),
    dirty: value('dirty'),
    writeback: value('writeback'),
    slabReclaimable: value('slab_reclaimable'),
  };
}

/** The numbers of /proc/meminfo that a report has, in KiB; MemAvailable as si_mem_available() would have computed it. */
function meminfoOf(memory: MemInfo, zones: readonly ZoneinfoZone[], pageKib: number): Map<string, number> {
  const count = (name: string): number => memory.counts.get(name) ?? 0;
  const sum = (pages: (zone: ZoneinfoZone) => number): number =>
    zones.reduce((total, zone) => total + pages(zone), 0);
  const free = sum((zone) => zone.freePages);
  const low = sum((zone) => zone.watermarkPages.low);
  const reserve = sum((zone) =>
    Math.min(zone.managedPages, zone.watermarkPages.high + Math.max(0, ...zone.lowmemReserve)),
  );
  const cache = count('active_file') + count('inactive_file');
  const slab = count('slab_reclaimable') + count('kernel_misc_reclaimable');
  const available = free - reserve + cache - Math.min(cache / 2, low) + slab - Math.min(slab / 2, low);
  const kib = (pages: number): number => Math.max(0, Math.floor(pages)) * pageKib;
  return new Map([
    ['MemFree', kib(free)],
    ['MemAvailable', kib(available)],
    ['SReclaimable', kib(count('slab_reclaimable'))],
    ['SwapFree', memory.freeSwapKib ?? 0],
  ]);
}
