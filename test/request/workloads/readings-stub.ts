import type { InstalledIptables } from '../../../src/request/iptables/installed.ts';
import type { LegacyModule } from '../../../src/request/iptables/legacy-module.ts';
import type { LiveTables } from '../../../src/request/iptables/live-tables.ts';
import { parseRelease } from '../../../src/kernel/release.ts';
import { type WorkloadFacts, workloadFacts } from '../../../src/request/workloads/facts.ts';
import type { Architecture } from '../../../src/kernel/architecture.ts';
import type { SlabCache, StructReading, WorkloadReadings } from '../../../src/request/workloads/readings.ts';
import type { WorkloadOptions } from '../../../src/request/workloads/options.ts';

/** What a machine says in a test; what is left out was not there to read. */
export interface Told {
  possible?: number;
  online?: number;
  slabs?: Record<string, SlabCache>;
  structs?: Record<string, StructReading>;
  architecture?: Architecture;
  configuredCpus?: number;
  memTotalBytes?: number;
  live?: LiveTables;
  /** what runs under a name; absent: PATH is not this machine's */
  installed?: Record<string, InstalledIptables>;
  legacyModule?: LegacyModule;
  files?: Record<string, string>;
}

function readings(told: Told = {}): WorkloadReadings {
  return {
    possibleCpus: () => told.possible ?? null,
    onlineCpus: () => told.online ?? null,
    slab: (cache) => told.slabs?.[cache] ?? null,
    structBytes: (name) => told.structs?.[name] ?? { absent: '/sys/kernel/btf/vmlinux: is not there' },
    architecture: () => told.architecture ?? null,
    configuredCpus: () => told.configuredCpus ?? null,
    memTotalBytes: () => told.memTotalBytes ?? null,
    liveTables: () => told.live ?? null,
    installedIptables: (name) => (told.installed ? (told.installed[name] ?? { state: 'none' }) : null),
    legacyModule: () => told.legacyModule ?? 'unknown',
    rulesFile: (path) => {
      const text = told.files?.[path];
      if (text === undefined) throw new Error(`${path} is not told`);
      return text;
    },
    text: (name) => told.files?.[name],
  };
}

/** A context as of `release`, with pages of 4 KiB unless told otherwise. */
export function on(
  release: string | null,
  options: WorkloadOptions = {},
  told: Told = {},
  pageSize = 4096,
): WorkloadFacts {
  return workloadFacts(release === null ? null : parseRelease(release), pageSize, options, readings(told));
}
