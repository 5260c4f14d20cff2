import { gfpTraits } from '../kernel/gfp.ts';
import type { CgroupHeadroom } from '../machine/proc/cgroup.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, uncertain } from './prediction.ts';

/** The group's own clean file pages may make room: reclaim in it comes first (mm/memcontrol.c try_charge_memcg). */
const afterReclaimLikelihood = 0.8;
/** Nothing that is counted makes room: swap, slab, or what is charged ahead of use might. */
const overLikelihood = 0.1;

/** What a request needs of a cgroup's limit and what that leaves. */
interface Shortage {
  needs: number;
  cgroup: CgroupHeadroom;
  /** reclaim in the group may make room for it */
  mayReclaim: boolean;
}

/** Where the limit of the caller's cgroup stands in the way of an accounted request; null where it does not. */
function shortageOf(
  { gfp, path, order, pages, count = 1, pageSize }: Request,
  { cgroup }: Snapshot,
): Shortage | null {
  const { accounted, mayBlock } = gfpTraits(gfp);
  if (!cgroup || !accounted) return null;
  const needs = (path === 'contiguous' ? count * 2 ** order : pages) * pageSize;
  if (needs <= cgroup.unusedBytes) return null;
  return { needs, cgroup, mayReclaim: mayBlock && needs <= cgroup.bytes };
}

/**
 * The answer that memory gives, or a worse one that the limit of the caller's cgroup gives. The page allocator is asked
 * first, and what it gave is charged after that (mm/page_alloc.c __alloc_pages, __memcg_kmem_charge_page): both must agree.
 */
export function withinGroupLimit(memory: Prediction, request: Request, snapshot: Snapshot): Prediction {
  if (memory.never || memory.verdict === 'unknown' || !gfpTraits(request.gfp).accounted) return memory;
  if (!snapshot.cgroup) return { ...memory, wants: [...new Set([...memory.wants, 'cgroup' as const])] };
  const shortage = shortageOf(request, snapshot);
  if (!shortage) return memory;
  const { needs, cgroup, mayReclaim } = shortage;
  const { unusedBytes: has, path, limitBytes } = cgroup;
  const likelihood = memory.likelihood * (mayReclaim ? afterReclaimLikelihood : overLikelihood);
  if (memory.verdict === 'unavailable') return { ...memory, likelihood };
  const reclaim = mayReclaim ? ', before its file pages are reclaimed' : '';
  return uncertain({
    likelihood,
    cause: 'cgroup-limit',
    reason: `${needs} bytes are needed and the cgroup ${path} has ${has} left of its limit of ${limitBytes}${reclaim}`,
    zones: memory.zones,
    wants: memory.wants,
    terms: memory.terms,
    room: { needs, has, of: `is left under the memory limit of cgroup ${path}` },
  });
}
