import { compareNumbers } from '../../kernel/version.ts';
import type { Family } from './layout.ts';

/** Which kernel and which iptables load the table; null where unknown, which counts as current. */
export interface Versions {
  kernel: { major: number; minor: number } | null;
  iptables: Version | null;
}

/** `[major, minor, patch]` */
export type Version = readonly [number, number, number];

/** What a revision of an extension needs; absent: as old as kernel 3.10 and iptables 1.4.21. */
export interface Gate {
  kernel?: readonly [number, number];
  iptables?: Version;
}

/** Bytes of an extension's data, already XT_ALIGNed, and the revision that has it. */
interface Revision {
  revision: number;
  infoBytes: number;
  gate?: Gate;
}

/** Revisions newest first; null where the family has no such extension. */
export type Extension = Readonly<Record<Family, readonly Revision[] | null>>;

/**
 * The data bytes of the highest revision that both sides know, as libxtables picks it
 * (libxtables/xtables.c xtables_fully_register_pending_match). Null where the family has none.
 */
export function infoBytes(
  extension: Extension | undefined,
  family: Family,
  versions: Versions,
): number | null {
  const revisions = extension?.[family];
  if (!revisions) return null;
  const known = revisions.find(({ gate }) => passes(gate, versions)) ?? revisions.at(-1);
  return known?.infoBytes ?? null;
}

function passes(gate: Gate | undefined, { kernel, iptables }: Versions): boolean {
  if (gate?.kernel && kernel && compareNumbers([kernel.major, kernel.minor], gate.kernel) < 0) return false;
  return !(gate?.iptables && iptables && compareNumbers(iptables, gate.iptables) < 0);
}

/** One revision of one size for every kernel here. */
export const sized = (revision: number, bytes: number, gate?: Gate): Revision =>
  gate ? { revision, infoBytes: bytes, gate } : { revision, infoBytes: bytes };
export const both = (...revisions: Revision[]): Extension => ({ ipv4: revisions, ipv6: revisions });
export const ipv4Only = (...revisions: Revision[]): Extension => ({ ipv4: revisions, ipv6: null });
export const ipv6Only = (...revisions: Revision[]): Extension => ({ ipv4: null, ipv6: revisions });
