import type { BuddyRow } from '../machine/proc/buddyinfo.ts';
import type { PageTypes, ZonePageTypes } from '../machine/proc/pagetypeinfo.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { ZoneinfoZone } from '../machine/proc/zoneinfo.ts';
import type { GfpTraits } from '../kernel/gfp.ts';
import { type HighestZone, builtZones, zoneRank, zoneTypes } from '../kernel/zones.ts';

/** One populated zone with everything that was read of it. */
export interface ZoneState {
  node: number;
  zone: string;
  freeBlocks: number[];
  info: ZoneinfoZone | null;
  types: ZonePageTypes | null;
  /** at or below the request's highest zone, and on a node that it is confined to */
  eligible: boolean;
}

/** The node that a request names: it is asked first, or, with __GFP_THISNODE, alone. */
export interface AskedNode {
  node: number;
  only: boolean;
}

/** The zones of a machine as one request sees them. */
export interface Zonelist {
  /** every buddyinfo row, in zonelist order: node by node, high zones first */
  zones: ZoneState[];
  /** the node that the request is confined to; null where every node may serve it */
  onlyNode: number | null;
  /** the nodes that the caller's memory policy confines it to; null where it does not */
  boundTo: readonly number[] | null;
  /** the request's zone index, which selects its lowmem reserve; null without zoneinfo */
  classIndex: number | null;
  pageTypes: PageTypes | null;
}

/**
 * Joins the files of a snapshot zone by zone and marks what a request may use
 * (include/linux/gfp.h gfp_zone; mm/page_alloc.c build_zonelists). After the node that is asked first the others follow
 * by number: the kernel goes by distance, which decides where a block comes from, never whether there is one.
 */
export function zonelistFor(
  snapshot: Snapshot,
  highestZone: HighestZone,
  asked: AskedNode | null = null,
): Zonelist {
  const built = snapshot.zoneinfo && zonesOf(snapshot.zoneinfo);
  // gfp_zone() maps a zone that the kernel was built without to Normal (OPT_ZONE_DMA and its like).
  const reaches = (row: BuddyRow): boolean =>
    zoneRank(row.zone) !== -1 && zoneRank(row.zone) <= zoneRank(highestZone);
  const isBuilt = built === null ? snapshot.buddyinfo.some(reaches) : built.includes(highestZone);
  const highest = isBuilt ? highestZone : 'Normal';
  const key = (row: { node: number; zone: string }): string => `${row.node} ${row.zone}`;
  const infos = new Map((snapshot.zoneinfo ?? []).map((zone) => [key(zone), zone]));
  const types = new Map((snapshot.pagetypeinfo?.zones ?? []).map((zone) => [key(zone), zone]));
  const onlyNode = asked?.only ? asked.node : null;
  const isBelow = ({ zone }: BuddyRow): boolean =>
    zoneRank(zone) !== -1 && zoneRank(zone) <= zoneRank(highest);
  const boundTo = policyNodes(snapshot, isBelow, asked);
  const zones = [...snapshot.buddyinfo].sort(byZonelistOrder(asked?.node)).map((row) => ({
    ...row,
    info: infos.get(key(row)) ?? null,
    types: types.get(key(row)) ?? null,
    eligible:
      isBelow(row) && (onlyNode === null || row.node === onlyNode) && (boundTo?.includes(row.node) ?? true),
  }));
  const classIndex = built === null ? null : built.indexOf(highest);
  return {
    zones,
    onlyNode,
    boundTo,
    classIndex: classIndex === -1 ? null : classIndex,
    pageTypes: snapshot.pagetypeinfo,
  };
}

/** The node that a request with these flags names; null where it names none. */
export function askedNode(
  node: number | undefined,
  { thisNode }: Pick<GfpTraits, 'thisNode'>,
): AskedNode | null {
  return node === undefined ? null : { node, only: thisNode };
}

/**
 * A policy that binds is none of a request's that names its node; where the bound nodes have nothing that the request may use
 * the kernel does not apply it (mm/mempolicy.c apply_policy_zone).
 */
function policyNodes(
  { boundNodes, buddyinfo }: Snapshot,
  isBelow: (row: BuddyRow) => boolean,
  asked: AskedNode | null,
): readonly number[] | null {
  if (boundNodes === null || asked !== null) return null;
  const within = boundNodes.filter((node) => buddyinfo.some((row) => row.node === node && isBelow(row)));
  return within.length === 0 ? null : within;
}

/** Why a zone is closed to a request. */
export function closedBecause({ node, zone }: ZoneState, { onlyNode, boundTo }: Zonelist): string {
  if (onlyNode !== null && node !== onlyNode) return `__GFP_THISNODE asks node ${onlyNode} alone`;
  if (boundTo !== null && !boundTo.includes(node))
    return `this process's memory policy binds it to node ${boundTo.join(', ')}`;
  return `the request's GFP flags do not reach zone ${zone}`;
}

/** The pages that a zone holds back from a request of that zone index (lowmem_reserve[]). */
export function lowmemReserve({ lowmemReserve: reserve }: ZoneinfoZone, classIndex: number | null): number {
  return classIndex === null ? 0 : (reserve[classIndex] ?? 0);
}

/** The nodes that a request is confined to, by its flags or its caller's policy; null where every node may serve it. */
export function confinedTo({ onlyNode, boundTo }: Zonelist): readonly number[] | null {
  return onlyNode === null ? boundTo : [onlyNode];
}

/** Every page that the zones of a request could ever give (`present`, of which `managed` is a part); infinitely many where that was not read. */
export function allPages({ zones }: Zonelist): number {
  return zones.reduce(
    (sum, { eligible, info }) =>
      eligible ? sum + (info ? Math.max(info.presentPages, info.managedPages) : Infinity) : sum,
    0,
  );
}

function byZonelistOrder(first: number | undefined): (a: BuddyRow, b: BuddyRow) => number {
  return (a, b) =>
    Number(b.node === first) - Number(a.node === first) ||
    a.node - b.node ||
    zoneRank(b.zone) - zoneRank(a.zone);
}

/** The zones that the kernel was built with, in enum order; before 4.12 zoneinfo prints the populated ones only. */
function zonesOf(zones: readonly ZoneinfoZone[]): string[] {
  const printed = zoneTypes.filter((name) => zones.some(({ zone }) => zone === name));
  const reserveLength = Math.max(0, ...zones.map((zone) => zone.lowmemReserve.length));
  return builtZones(printed, reserveLength) ?? printed;
}
