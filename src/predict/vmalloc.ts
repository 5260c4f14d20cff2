import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { gfpTraits } from '../kernel/gfp.ts';
import type { Request } from '../request/request.ts';
import { never } from './never.ts';
import type { Prediction } from './prediction.ts';
import { cleanFilePages } from './reclaimable.ts';
import { allPages } from './likelihood/several.ts';
import { singlePageZones } from './single-page-zones.ts';
import { singlePagesAboveMark } from './single-pages.ts';
import { zonelistFor } from './zonelist.ts';

/**
 * Whether N single pages can be had by a caller that the kernel retries for: memory at all, and room in the caller's
 * cgroup. Only the OOM killer or that limit makes it fail; free blocks do not matter.
 */
export function predictVmalloc(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  const traits = gfpTraits(request.gfp);
  const zonelist = zonelistFor(snapshot, traits.highestZone);
  const perZone = new Map(
    zonelist.zones.map((zone) => [zone, singlePagesAboveMark(zone, zonelist, traits, kernel)]),
  );
  const above = [...perZone.values()].reduce((sum, pages) => sum + pages, 0);
  const base = { zones: singlePageZones(zonelist, perZone), terms: [], advice: [], never: false };
  const need = request.pages;
  const pageKib = request.pageSize / 1024;

  const { cgroup } = snapshot;
  if (cgroup && traits.accounted && cgroup.bytes < need * request.pageSize) {
    const reason = `${need * request.pageSize} bytes are needed and the cgroup ${cgroup.path} has ${cgroup.bytes} left of its limit of ${cgroup.limitBytes}`;
    return { ...base, verdict: 'unavailable', likelihood: 0.1, cause: 'cgroup-limit', reason, wants: [] };
  }
  if (!snapshot.meminfo) {
    const enough = above >= need;
    const reason = `${need} pages are needed; ${above} are free above the watermarks, and /proc/meminfo was not read`;
    const wants: Prediction['wants'] = ['meminfo', 'cgroup'];
    if (enough) return { ...base, verdict: 'available', likelihood: 0.999, cause: 'none', reason, wants };
    return { ...base, verdict: 'attainable', likelihood: 0.7, cause: 'not-read', reason, wants };
  }
  const kib = (name: string): number => snapshot.meminfo?.get(name) ?? 0;
  const memAvailable = Math.floor(
    (snapshot.meminfo.get('MemAvailable') ?? kib('MemFree') + kib('Cached')) / pageKib,
  );
  const swap = Math.floor(kib('SwapFree') / pageKib);
  const all = allPages(zonelist) + Math.floor(kib('SwapTotal') / pageKib);
  if (need > all) {
    return never('never', `${need} pages are needed and the machine has ${all}, swap included`, base.zones);
  }
  const found = `${need} pages are needed and ${memAvailable + swap} are available (MemAvailable and free swap)`;
  if (memAvailable + swap >= need || above >= need) {
    return { ...base, verdict: 'available', likelihood: 0.999, cause: 'none', reason: found, wants: [] };
  }
  // MemAvailable leaves the low marks and half of what it doubts out; a caller that the kernel retries for gets at both.
  const perCpu = zonelist.zones.reduce((sum, { info }) => sum + (info?.perCpu().pages ?? 0), 0);
  const withinReach =
    above +
    cleanFilePages(snapshot, request.pageSize) +
    perCpu +
    Math.floor(kib('SReclaimable') / pageKib) +
    swap;
  if (withinReach >= need) {
    const reason = `${found}, but ${withinReach} could be had with the last of the cache, slab and per-CPU lists`;
    return { ...base, verdict: 'attainable', likelihood: 0.9, cause: 'out-of-memory', reason, wants: [] };
  }
  const reason = `${found}: the OOM killer would have to make room`;
  return { ...base, verdict: 'unavailable', likelihood: 0.4, cause: 'out-of-memory', reason, wants: [] };
}
