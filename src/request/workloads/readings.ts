import type { Architecture } from '../../kernel/architecture.ts';
import type { StructName } from '../../kernel/btf/struct-names.ts';
import type { InstalledIptables } from '../iptables/installed.ts';
import type { Family } from '../iptables/layout.ts';
import type { LegacyModule } from '../iptables/legacy-module.ts';
import type { LiveTables } from '../iptables/live-tables.ts';

/** A slab cache as /sys/kernel/slab tells it. */
export interface SlabCache {
  /** bytes that one object takes in its slab, debugging included */
  objectBytes: number;
  /** the order that SLUB asks for first, without insisting */
  order: number;
  /** the order that it falls back to, and cannot do without (calculate_sizes: get_order of one object) */
  minOrder: number;
}

/** The size of a structure by the types of the running kernel, or why there is none: not there, or not to be believed. */
export type StructReading = { bytes: number; file: string } | { absent: string } | { malformed: string };

/** What a workload may read of the machine. Files are read when they are asked for; nothing throws but `rulesFile`. */
export interface WorkloadReadings {
  /** num_possible_cpus() */
  possibleCpus(): number | null;
  onlineCpus(): number | null;
  /** of the running kernel; null for another one's, and where the cache or SLUB is not there */
  slab(cache: string, pageSize: number): SlabCache | null;
  /** by BTF of the running kernel; never of another one */
  structBytes(name: StructName): StructReading;
  /** what the machine itself was built for; null where nothing tells it */
  architecture(): Architecture | null;
  /** CONFIG_NR_CPUS of the running kernel */
  configuredCpus(): number | null;
  memTotalBytes(): number | null;
  /** iptables-legacy's tables of this network namespace; null where they are not this process's own to read */
  liveTables(family: Family): LiveTables | null;
  /** what a command of this name runs; null where PATH is not this machine's */
  installedIptables(name: string): InstalledIptables | null;
  /** whether the running kernel has x_tables; `unknown` of any other */
  legacyModule(family: Family): LegacyModule;
  /** @throws UnreadableError */
  rulesFile(path: string): string;
  /** a text under the root, such as `proc/cgroups` */
  text(name: string): string | undefined;
}
