import { parseCount } from '../text/lines.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { AdviceFacts } from '../predict/advice.ts';
import { cleanFilePages } from '../predict/reclaimable.ts';

/** Texts that only advice needs; an absent one was not read. */
export interface AdviceTexts {
  /** /proc/sys/vm/min_free_kbytes */
  minFreeKbytes?: string | undefined;
  /** /proc/cgroups */
  cgroups?: string | undefined;
  /** num_possible_cpus(), or what the user gave for it */
  possibleCpus?: number | null | undefined;
}

/** Gathers what advice looks at; a text that the kernel would not print counts as not read. */
export function adviceFacts(snapshot: Snapshot, texts: AdviceTexts = {}): AdviceFacts {
  const { meminfo, zoneinfo: zones, cgroup } = snapshot;
  const online = Math.max(0, ...(zones ?? []).map((zone) => zone.perCpu().cpus));
  return {
    minFreeKbytes: parseCount((texts.minFreeKbytes ?? '').trim()),
    allPages: zones?.reduce((sum, zone) => sum + zone.managedPages, 0) ?? null,
    cleanCachePages: zones?.some((zone) => zone.nodeStats) ? cleanFilePages(snapshot) : null,
    possibleCpus: texts.possibleCpus ?? null,
    onlineCpus: online === 0 ? null : online,
    swapTotalKib: meminfo?.get('SwapTotal') ?? null,
    freeHugePages: meminfo?.get('HugePages_Free') ?? null,
    hugePageKib: meminfo?.get('Hugepagesize') ?? null,
    memoryCgroups: parseCount(/^memory\s+\d+\s+(\d+)\s/m.exec(texts.cgroups ?? '')?.[1] ?? ''),
    cgroup: cgroup && { path: cgroup.path, limitBytes: cgroup.limitBytes, bytes: cgroup.bytes },
  };
}
