import type { KernelVersion } from '../kernel/version.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, type Room, available, never, uncertain } from './prediction.ts';
import { cleanFilePages, ofNodes } from './reclaimable.ts';
import { countSinglePages } from './single-pages.ts';
import { withinVmallocSpace } from './vmalloc-space.ts';
import { allPages, confinedTo } from './zonelist.ts';

const availableLikelihood = 0.999;

/**
 * Whether N single pages can be had by a caller that the kernel retries for: memory at all. Only the OOM killer makes it
 * fail, or the limit of the caller's cgroup (group-limit.ts); free blocks do not matter.
 */
export function predictVmalloc(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  return withinVmallocSpace(memoryAnswer(request, snapshot, kernel), request, snapshot);
}

function memoryAnswer(request: Request, snapshot: Snapshot, kernel: KernelVersion | null): Prediction {
  const { pages: need, pageSize } = request;
  const needed = need === 1 ? '1 page is needed' : `${need} pages are needed`;
  const { zonelist, above, zones } = countSinglePages(request, snapshot, kernel);
  const { meminfo } = snapshot;
  const nodes = confinedTo(zonelist);
  const roomFor = (has: number, of: string): Room => ({ needs: need * pageSize, has, of });
  if (nodes !== null) {
    const where = `node ${nodes.join(', ')}`;
    // What meminfo counts is of all nodes.
    const clean = cleanFilePages(ofNodes(snapshot, nodes), pageSize);
    const reason = `${needed} on ${where}; ${above} are free there above the watermarks and ${clean} are clean cache`;
    const room = roomFor((above + clean) * pageSize, `can be had on ${where}`);
    if (above >= need) return available({ likelihood: availableLikelihood, reason, zones, room });
    const likelihood = above + clean >= need ? 0.9 : 0.3;
    return uncertain({ likelihood, cause: 'out-of-memory', reason, zones, room });
  }
  if (!meminfo) {
    const reason = `${needed}; ${above} are free above the watermarks, and /proc/meminfo was not read`;
    const wants: Prediction['wants'] = ['meminfo'];
    const room = roomFor(above * pageSize, 'is free');
    if (above >= need) return available({ likelihood: availableLikelihood, reason, zones, wants, room });
    return uncertain({ likelihood: 0.7, cause: 'not-read', reason, zones, wants, room });
  }
  const pagesOf = (name: string): number => Math.floor(((meminfo.get(name) ?? 0) * 1024) / pageSize);
  const memAvailable = meminfo.has('MemAvailable')
    ? pagesOf('MemAvailable')
    : Math.floor((((meminfo.get('MemFree') ?? 0) + (meminfo.get('Cached') ?? 0)) * 1024) / pageSize);
  // Free swap makes room only for what can be moved there.
  const anonymous = ['Active(anon)', 'Inactive(anon)'].filter((name) => meminfo.has(name)).map(pagesOf);
  const swappable = anonymous.length === 0 ? Infinity : anonymous.reduce((sum, pages) => sum + pages, 0);
  const swap = Math.min(pagesOf('SwapFree'), swappable);
  const all = allPages(zonelist) + pagesOf('SwapTotal');
  if (need > all) {
    const reason = `${needed} and the machine has ${all}, swap included`;
    return never('never', reason, zones, roomFor(all * pageSize, 'is all that this machine has'));
  }
  const found = `${needed} and ${memAvailable + swap} are available (MemAvailable, and what free swap can take)`;
  const canBeHad = 'can be had of free memory, file cache and swap';
  if (memAvailable + swap >= need || above >= need) {
    const room = roomFor(Math.max(memAvailable + swap, above) * pageSize, canBeHad);
    return available({ likelihood: availableLikelihood, reason: found, zones, room });
  }
  // MemAvailable leaves the low marks and half of what it doubts out; a caller that the kernel retries for gets at both.
  const perCpu = zonelist.zones.reduce((sum, { info }) => sum + (info?.perCpu().pages ?? 0), 0);
  const withinReach = above + cleanFilePages(snapshot, pageSize) + perCpu + pagesOf('SReclaimable') + swap;
  const cause = 'out-of-memory';
  const room = roomFor(withinReach * pageSize, `${canBeHad} at most`);
  if (withinReach >= need) {
    const reason = `${found}, but ${withinReach} could be obtained with the last of the cache, slab and per-CPU lists`;
    return uncertain({ likelihood: 0.9, cause, reason, zones, room });
  }
  const reason = `${found}: the OOM killer would have to make room`;
  return uncertain({ likelihood: 0.4, cause, reason, zones, room });
}
