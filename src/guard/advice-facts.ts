import { parseCount } from '../text/lines.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { AdviceFacts } from '../predict/advice-facts.ts';
import type { Prediction } from '../predict/prediction.ts';
import { cleanFilePages, ofNodes } from '../predict/reclaimable.ts';
import type { ZonePrediction } from '../predict/zone-prediction.ts';
import type { Request } from '../request/request.ts';
import type { Attempt } from './check.ts';
import { nodesToCompact } from './remedies/conditions.ts';

/** Texts that only advice needs; an absent one was not read. */
export interface AdviceTexts {
  /** /proc/sys/vm/min_free_kbytes */
  minFreeKbytes?: string | undefined;
  /** /proc/cgroups */
  cgroups?: string | undefined;
  /** num_possible_cpus(), or what the user gave for it */
  possibleCpus?: number | null | undefined;
}

/** Facts that rest on readings alone. */
type Read = Omit<AdviceFacts, keyof Remedied>;
/** What remedies can still do in this run. */
type Remedied = Pick<AdviceFacts, 'compaction' | 'cacheSuffices' | 'waited'>;

/** Gathers what advice looks at; a text that the kernel would not print counts as not read. */
export function adviceFacts(snapshot: Snapshot, texts: AdviceTexts = {}): Read {
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
    cgroup,
  };
}

/**
 * What remedies can still do: not what was done already without success, and not what the zones show to be in vain. That
 * the whole page cache of a node falls into one zone is the best that dropping it can do.
 */
export function remedyFacts(
  { order, path, count = 1, pageSize }: Request,
  { zones, room }: Pick<Prediction, 'zones' | 'room'>,
  snapshot: Snapshot,
  attempts: readonly Attempt[],
): Remedied {
  const done = new Set(attempts.flatMap(({ remedy }) => remedy?.split(', ') ?? []));
  const waited = attempts.length > 1;
  const pages = count * 2 ** order;
  const clean = (node: number): number => cleanFilePages(ofNodes(snapshot, [node]), pageSize);
  const withCache = (zone: ZonePrediction): ZonePrediction => ({
    ...zone,
    freePages: zone.freePages + clean(zone.node),
  });
  const isDropped = done.has('drop-caches');
  if (path !== 'contiguous') {
    const suffices = path === 'vmalloc-noretry' && room !== undefined && room.has >= room.needs;
    return { compaction: 'useless', cacheSuffices: suffices && !isDropped, waited };
  }
  const cached = zones.map(withCache);
  const suffices = cached.some(
    (zone) =>
      zone.allowed &&
      zone.watermarkPages !== null &&
      zone.freePages > zone.watermarkPages.min + (zone.lowmemReservePages ?? 0) + pages,
  );
  return {
    compaction: done.has('compact') ? 'useless' : compactionOf(zones, isDropped ? [] : cached, order),
    cacheSuffices: snapshot.zoneinfo === null ? null : suffices && !isDropped,
    waited,
  };
}

function compactionOf(
  zones: readonly ZonePrediction[],
  cached: readonly ZonePrediction[],
  order: number,
): NonNullable<AdviceFacts['compaction']> {
  if (nodesToCompact(zones, order).length > 0) return 'helps';
  return nodesToCompact(cached, order).length > 0 ? 'with-cache' : 'useless';
}
