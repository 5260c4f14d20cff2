import type { Architecture } from '../kernel/architecture.ts';
import type { StructName } from '../kernel/btf/struct-names.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import type { Family } from '../request/iptables/layout.ts';
import type { LegacyModule } from '../request/iptables/legacy-module.ts';
import type { Need } from '../request/need.ts';
import type { StructReading } from '../request/workloads/readings.ts';
import type { CgroupHeadroom, CgroupHigh } from './proc/cgroup.ts';

/** What was kept of a machine (a snapshot, or one sample of a record), in place of its files and of the process that read them. */
export interface KeptMachine {
  readonly release: string;
  /** bytes */
  readonly pageSize: number;
  readonly architecture: Architecture | null;
  /** as the file was, as far as anything rests on it; undefined if it was not read, and `trouble` is told why */
  text(name: string, trouble?: (why: string) => void): string | undefined;
  /** of the process that read it */
  readonly cgroup: CgroupHeadroom | null;
  readonly cgroupHigh: CgroupHigh | null;
  readonly allowedNodes: readonly number[] | null;
  readonly hardCpuset: boolean;
  readonly boundNodes: readonly number[] | null;
  structBytes(name: StructName): StructReading;
  /** null where that was not its own machine */
  installedIptables(name: string): InstalledIptables | null;
  legacyModule(family: Family): LegacyModule;
  /** of a workload with its usual sizes, where they rest on more than texts; null if they do not */
  needs(workload: string): readonly Need[] | null;
  /** what is to be said of the file, one sentence each */
  readonly notes?: readonly string[];
}
