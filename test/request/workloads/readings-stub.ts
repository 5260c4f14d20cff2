import type { LiveTables } from '../../../src/machine/live-tables.ts';
import { parseRelease } from '../../../src/kernel/release.ts';
import { workloadContext } from '../../../src/request/workloads/context.ts';
import type { Readings, SlabCache } from '../../../src/machine/workload-readings.ts';
import type { WorkloadContext, WorkloadOptions } from '../../../src/request/workloads/workload.ts';

/** What a machine says in a test; what is left out was not there to read. */
export interface Told {
  possible?: number;
  online?: number;
  slabs?: Record<string, SlabCache>;
  memTotalBytes?: number;
  live?: LiveTables;
  files?: Record<string, string>;
}

function readings(told: Told = {}): Readings {
  return {
    possibleCpus: () => told.possible ?? null,
    onlineCpus: () => told.online ?? null,
    slab: (cache) => told.slabs?.[cache] ?? null,
    memTotalBytes: () => told.memTotalBytes ?? null,
    liveTables: () => told.live ?? null,
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
): WorkloadContext {
  return workloadContext(release === null ? null : parseRelease(release), pageSize, options, readings(told));
}
