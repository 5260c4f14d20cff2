import type { BuddyRow } from '../machine/proc/buddyinfo.ts';
import type { PageTypes, ZonePageTypes } from '../machine/proc/pagetypeinfo.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { ZoneinfoZone } from '../machine/proc/zoneinfo.ts';
import { type HighestZone, builtZones, zoneRank, zoneTypes } from '../kernel/zones.ts';

/** One populated zone with everything that was read of it. */
export interface ZoneState {
  node: number;
  zone: string;
  freeBlocks: number[];
  info: ZoneinfoZone | null;
  types: ZonePageTypes | null;
  /** at or below the request's highest zone */
  eligible: boolean;
}

/** The zones of a machine as one request sees them. */
export interface Zonelist {
  /** every buddyinfo row, in zonelist order: node by node, high zones first */
  zones: ZoneState[];
  /** the request's zone index, which selects its lowmem reserve; null without zoneinfo */
  classIndex: number | null;
  pageTypes: PageTypes | null;
}

/**
 * Joins the files of a snapshot zone by zone and marks what a request may use
 * (include/linux/gfp.h gfp_zone; mm/page_alloc.c build_zonelists).
 */
export function zonelistFor(snapshot: Snapshot, highestZone: HighestZone): Zonelist {
  const built = snapshot.zoneinfo && zonesOf(snapshot.zoneinfo);
  // gfp_zone() maps a zone that the kernel was built without to Normal (OPT_ZONE_DMA and its like).
  const reaches = (row: BuddyRow): boolean =>
    zoneRank(row.zone) !== -1 && zoneRank(row.zone) <= zoneRank(highestZone);
  const isBuilt = built === null ? snapshot.buddyinfo.some(reaches) : built.includes(highestZone);
  const highest = isBuilt ? highestZone : 'Normal';
  const key = (row: { node: number; zone: string }): string => `${row.node} ${row.zone}`;
  const infos = new Map((snapshot.zoneinfo ?? []).map((zone) => [key(zone), zone]));
  const types = new Map((snapshot.pagetypeinfo?.zones ?? []).map((zone) => [key(zone), zone]));
  const zones = [...snapshot.buddyinfo].sort(byZonelistOrder).map((row) => ({
    ...row,
    info: infos.get(key(row)) ?? null,
    types: types.get(key(row)) ?? null,
    eligible: zoneRank(row.zone) !== -1 && zoneRank(row.zone) <= zoneRank(highest),
  }));
  const classIndex = built === null ? null : built.indexOf(highest);
  return { zones, classIndex: classIndex === -1 ? null : classIndex, pageTypes: snapshot.pagetypeinfo };
}

/** The pages that a zone holds back from a request of that zone index (lowmem_reserve[]). */
export function lowmemReserve({ lowmemReserve: reserve }: ZoneinfoZone, classIndex: number | null): number {
  return classIndex === null ? 0 : (reserve[classIndex] ?? 0);
}

/** Every page that the zones of a request could ever give (`present`, of which `managed` is a part); infinitely many where that was not read. */
export function allPages({ zones }: Zonelist): number {
  return zones.reduce(
    (sum, { eligible, info }) =>
      eligible ? sum + (info ? Math.max(info.presentPages, info.managedPages) : Infinity) : sum,
    0,
  );
}

function byZonelistOrder(a: BuddyRow, b: BuddyRow): number {
  return a.node - b.node || zoneRank(b.zone) - zoneRank(a.zone);
}

/** The zones that the kernel was built with, in enum order; before 4.12 zoneinfo prints the populated ones only. */
function zonesOf(zones: readonly ZoneinfoZone[]): string[] {
  const printed = zoneTypes.filter((name) => zones.some(({ zone }) => zone === name));
  const reserveLength = Math.max(0, ...zones.map((zone) => zone.lowmemReserve.length));
  if (printed.length >= reserveLength) return printed;
  return builtZones(printed, reserveLength) ?? printed;
}
