import { BuddyguardError } from '../errors.ts';
import { parseBuddyinfo } from './proc/buddyinfo.ts';
import type { CgroupHeadroom, CgroupHigh } from './proc/cgroup.ts';
import { parseMeminfo } from './proc/meminfo.ts';
import { parsePagetypeinfo } from './proc/pagetypeinfo.ts';
import { parseSysctl } from './proc/sysctl.ts';
import { parseVmallocinfo } from './proc/vmallocinfo.ts';
import { parseVmstat } from './proc/vmstat.ts';
import { parseZoneinfo } from './proc/zoneinfo.ts';

/** A file that is read of a machine, and what its text is parsed to. */
interface ProcFile<T> {
  /** under the machine's root */
  path: string;
  parse: (text: string) => T;
}

/** Every file that a prediction may rest on. Another one is a parser in proc/ and a row here. */
export const procFiles = {
  buddyinfo: { path: 'proc/buddyinfo', parse: parseBuddyinfo },
  zoneinfo: { path: 'proc/zoneinfo', parse: parseZoneinfo },
  pagetypeinfo: { path: 'proc/pagetypeinfo', parse: parsePagetypeinfo },
  meminfo: { path: 'proc/meminfo', parse: parseMeminfo },
  vmstat: { path: 'proc/vmstat', parse: parseVmstat },
  /** vm.defrag_mode (6.15+) */
  defragMode: { path: 'proc/sys/vm/defrag_mode', parse: (text: string) => text.trim() === '1' },
  /** root's alone */
  vmallocinfo: { path: 'proc/vmallocinfo', parse: parseVmallocinfo },
  bpfJitEnable: sysctl('net/core/bpf_jit_enable'),
  /** bytes; root's alone, and in the first network namespace only */
  bpfJitLimit: sysctl('net/core/bpf_jit_limit'),
  overcommitMemory: sysctl('vm/overcommit_memory'),
  adminReserveKbytes: sysctl('vm/admin_reserve_kbytes'),
  userReserveKbytes: sysctl('vm/user_reserve_kbytes'),
} satisfies Record<string, ProcFile<unknown>>;

function sysctl(name: string): ProcFile<number> {
  return { path: `proc/sys/${name}`, parse: (text) => parseSysctl(`/proc/sys/${name}`, text) };
}

export type ProcFileName = keyof typeof procFiles;

/** The texts of a machine. Only buddyinfo is required; one that is absent was not read. */
export type ProcTexts = Partial<Record<ProcFileName, string | undefined>> & { buddyinfo: string };

type Parsed = { [Name in ProcFileName]: ReturnType<(typeof procFiles)[Name]['parse']> | null };

/** Everything that is known of a machine's memory at one moment; null for what was not read. */
export interface Snapshot extends Parsed {
  buddyinfo: ReturnType<typeof parseBuddyinfo>;
  /** nodes of this process's cpuset */
  allowedNodes: readonly number[] | null;
  /** that cpuset may confine more than what has __GFP_HARDWALL */
  hardCpuset: boolean;
  /** nodes that its memory policy binds this process to; null where none does */
  boundNodes: readonly number[] | null;
  /** the tightest limit on this process's memory; null where there is none either */
  cgroup: CgroupHeadroom | null;
  /** read with it: the nearest memory.high; null where there is none either */
  cgroupHigh: CgroupHigh | null;
  /**
   * whether a scan of /proc/kpageflags found a block of the order that compaction could empty;
   * null where none was made or it ended early without one
   */
  movableBlockFound: boolean | null;
  /**
   * the order of a block that the kernel was asked for right before this look and served from what was free, where no zone
   * has fewer of them since; null where it was not asked
   */
  grantedOrder: number | null;
  /** what could not be read or parsed, one sentence each */
  missing: string[];
  /** which of those are not what the kernel prints */
  malformed: ProcFileName[];
}

/** What a prediction may want to be read besides buddyinfo and zoneinfo. */
export type Reading = Exclude<ProcFileName, 'buddyinfo'> | 'cgroup';

/** A snapshot of which nothing but its free lists is known. */
export function emptySnapshot(buddyinfo: Snapshot['buddyinfo']): Snapshot {
  const nothing = Object.fromEntries(Object.keys(procFiles).map((name) => [name, null]));
  return {
    ...(nothing as Record<keyof Parsed, null>),
    buddyinfo,
    allowedNodes: null,
    hardCpuset: true,
    boundNodes: null,
    cgroup: null,
    cgroupHigh: null,
    movableBlockFound: null,
    grantedOrder: null,
    missing: [],
    malformed: [],
  };
}

/**
 * Parses the texts of a machine; a malformed optional one is left out and said in `missing`.
 * @throws MalformedError for buddyinfo
 */
export function snapshotOf({ buddyinfo, ...others }: ProcTexts, missing: readonly string[] = []): Snapshot {
  const snapshot = emptySnapshot(parseBuddyinfo(buddyinfo));
  return withTexts({ ...snapshot, missing: [...missing] }, others);
}

/** A snapshot with further texts parsed into it. */
export function withTexts(snapshot: Snapshot, texts: Omit<ProcTexts, 'buddyinfo'>): Snapshot {
  const missing = [...snapshot.missing];
  const malformed = [...snapshot.malformed];
  const parsed = Object.entries(texts).flatMap(([key, text]) => {
    const name = key as ProcFileName;
    const { parse }: ProcFile<unknown> = procFiles[name];
    if (text === undefined) return [];
    try {
      return [[name, parse(text)] as const];
    } catch (error) {
      if (!(error instanceof BuddyguardError)) throw error;
      missing.push(error.message);
      malformed.push(name);
      return [];
    }
  });
  return { ...snapshot, ...Object.fromEntries(parsed), missing, malformed };
}
