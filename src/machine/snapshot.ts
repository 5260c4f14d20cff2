import { BuddyguardError } from '../errors.ts';
import { type BuddyRow, parseBuddyinfo } from './proc/buddyinfo.ts';
import type { Counters } from './proc/counters.ts';
import type { PageTypes } from './proc/pagetypeinfo.ts';
import { type ZoneinfoZone, parseZoneinfo } from './proc/zoneinfo.ts';
import { parseZoneHeads } from './proc/zoneinfo-heads.ts';

/** What is read of a machine only where an answer needs it. */
export type Reading = 'pagetypeinfo' | 'meminfo' | 'vmstat' | 'cgroup';

/** The texts that every answer rests on; one that is absent was not read. */
export interface ZoneTexts {
  buddyinfo: string;
  zoneinfo?: string | undefined;
  /** zoneinfo without its per-CPU lists, and how the whole is read */
  zoneHeads?: string | undefined;
  wholeZoneinfo?: () => string | undefined;
  /** /proc/sys/vm/defrag_mode (6.15+) */
  defragMode?: string | undefined;
}

/** The tightest limit on this process's memory among its cgroup and that one's ancestors. */
export interface CgroupHeadroom {
  /** limit less usage, less what reclaim inside the cgroup gives back */
  bytes: number;
  limitBytes: number;
  /** the cgroup that sets it */
  path: string;
}

/** Everything that is known of a machine's memory at one moment. */
export interface Snapshot {
  buddy: BuddyRow[];
  zones: ZoneinfoZone[] | null;
  pageTypes: PageTypes | null;
  meminfo: Counters | null;
  vmstat: Counters | null;
  /** nodes of this process's cpuset, where they are fewer than the machine's; else null */
  allowedNodes: readonly number[] | null;
  /** null where no limit was found or none was looked for */
  cgroup: CgroupHeadroom | null;
  /**
   * whether a scan of /proc/kpageflags found a block of the order that compaction could empty;
   * null where none was made or it ended early without one
   */
  movableBlockFound: boolean | null;
  /** vm.defrag_mode=1 */
  defragMode: boolean;
  /** what could not be read or parsed, one sentence each */
  missing: string[];
}

/**
 * Parses what every answer rests on; the rest of the snapshot is null. Only buddyinfo is required.
 * @throws MalformedError for buddyinfo
 */
export function zoneSnapshot(texts: ZoneTexts, missing: readonly string[] = []): Snapshot {
  const said = [...missing];
  return {
    buddy: parseBuddyinfo(texts.buddyinfo),
    zones: zonesOf(texts, said),
    pageTypes: null,
    meminfo: null,
    vmstat: null,
    allowedNodes: null,
    cgroup: null,
    movableBlockFound: null,
    defragMode: texts.defragMode?.trim() === '1',
    missing: said,
  };
}

function zonesOf(
  { zoneinfo, zoneHeads, wholeZoneinfo }: ZoneTexts,
  missing: string[],
): ZoneinfoZone[] | null {
  if (!wholeZoneinfo) return parseOptional(zoneinfo, parseZoneinfo, missing);
  return parseOptional(zoneHeads, (heads) => parseZoneHeads(heads, wholeZoneinfo), missing);
}

/** A malformed optional text is left out and said in `missing`. */
export function parseOptional<T>(
  text: string | undefined,
  parse: (text: string) => T,
  missing: string[],
): T | null {
  if (text === undefined) return null;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof BuddyguardError)) throw error;
    missing.push(error.message);
    return null;
  }
}
