import type { FaultName } from '../kernel/faults/fault-status.ts';
import type { Architecture } from '../kernel/architecture.ts';
import type { StructName } from '../kernel/btf/struct-names.ts';
import type { BuddyRow } from '../machine/proc/buddyinfo.ts';
import type { CgroupHeadroom, CgroupHigh } from '../machine/proc/cgroup.ts';
import type { PageTypes } from '../machine/proc/pagetypeinfo.ts';
import type { ZoneinfoZone } from '../machine/proc/zoneinfo.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import type { Family } from '../request/iptables/layout.ts';
import type { LegacyModule } from '../request/iptables/legacy-module.ts';
import type { Need } from '../request/need.ts';
import type { StructReading } from '../request/workloads/readings.ts';

/** A zone of zoneinfo; its per-CPU lists are one sum. */
export type KeptZone = Omit<ZoneinfoZone, 'perCpu'> & { perCpu: ReturnType<ZoneinfoZone['perCpu']> };

/** The vmalloc areas of one caller, guard pages included. */
export interface KeptAreas {
  caller: string | null;
  areas: number;
  bytes: number;
}

/** A need without what is known of its fault, which follows from the kernel. */
export type KeptNeed = Omit<Need, 'fault'> & { fault: FaultName | null };

/** Older snapshots do not tell what can be charged before anything is reclaimed. */
type KeptHeadroom = Omit<CgroupHeadroom, 'unusedBytes'> & { unusedBytes?: number | undefined };

/** The state of a machine's memory at one moment; null for what was not read. */
export interface KeptMemory {
  buddyinfo: BuddyRow[];
  zoneinfo: KeptZone[] | null;
  pagetypeinfo: PageTypes | null;
  /** KiB */
  meminfo: Record<string, number> | null;
  vmstat: Record<string, number> | null;
  vmalloc: KeptAreas[] | null;
  /** of the process that took it */
  cgroup: KeptHeadroom | null;
  allowedNodes: readonly number[] | null;
  /** absent from older snapshots, as the next two are */
  cgroupHigh?: CgroupHigh | null | undefined;
  hardCpuset?: boolean | undefined;
  boundNodes?: readonly number[] | null | undefined;
}

/** What a verdict rests on besides, and does not change from one moment to the next. */
export interface KeptFacts {
  release: string;
  /** bytes */
  pageSize: number;
  architecture: Architecture | null;
  /** texts by their path, reduced to what anything rests on */
  files: Record<string, string>;
  /** why a file was not read, by its path */
  unread: Record<string, string>;
  structs: Partial<Record<StructName, StructReading>>;
  /** what the process that took it would run; empty if it was not on the machine itself */
  iptables: Record<string, InstalledIptables>;
  legacyModules: Partial<Record<Family, LegacyModule>>;
  /** what workloads ask for whose sizes follow live tables, in place of those */
  needs: Record<string, KeptNeed[]>;
}

/** A machine as a snapshot keeps it, schema buddyguard/snapshot/1. It holds no host name, no command line and no address. */
export interface SnapshotDocument {
  schema: typeof snapshotSchema;
  /** the version of this tool that took it */
  tool: string;
  /** when, as Date.toISOString() writes it */
  taken: string;
  facts: KeptFacts;
  memory: KeptMemory;
}

export const snapshotSchema = 'buddyguard/snapshot/1';
