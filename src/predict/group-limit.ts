import { gfpTraits } from '../kernel/gfp.ts';
import { type KernelVersion, atLeast } from '../kernel/version.ts';
import type { CgroupHeadroom } from '../machine/proc/cgroup.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type Prediction, uncertain } from './prediction.ts';

/** The group's own file pages make room: reclaim in it comes first (mm/memcontrol.c try_charge_memcg); 11 of 12 in the lab. */
const afterReclaimLikelihood = 0.9;
/**
 * A processor charges so many pages ahead of use (MEMCG_CHARGE_BATCH; 32 before 6.1), which usage counts, and gives them back
 * where a limit is met. How many it holds is not shown, and is any of them: with up to 8 pages too few 79 of 95 were granted in the
 * lab, with 17 to 32 33 of 49, with 49 to 64 2 of 16, of a caller that had charged just before.
 */
const chargedAheadPages = 64;
/** With hardly anything missing; another processor's caller finds less. */
const chargedAheadLikelihood = 0.8;
/**
 * Up to 5.19 memory.stat lacks what each processor has not added yet (MEMCG_CHARGE_BATCH, mm/memcontrol.c __mod_memcg_state),
 * and some file pages are in use or locked: 162 of 162 in the lab with so many to spare, 84 of 85 with fewer.
 */
const uncertainFilePages = 64;
/** Nothing that is counted makes room; swap or slab might. */
const overLikelihood = 0.1;

/** What a request needs of a cgroup's limit and what that leaves. */
interface Shortage {
  needs: number;
  cgroup: CgroupHeadroom;
  /** bytes that are left of the limit, with or without what reclaim in the group gives back */
  has: number;
  /** what may make room for it, in words for the reason; empty where nothing that is counted does */
  relief: string;
  /** that it does */
  likelihood: number;
}

/** Bytes that the caller's cgroup is charged: with a request if it is accounted, with what a step takes beside it always. */
export function chargedBytes(request: Request): number {
  const { path, order, pages, besidePages = 0, count = 1, pageSize } = request;
  const { accounted } = gfpTraits(request.gfp);
  if (path === 'contiguous') return accounted ? count * 2 ** order * pageSize : 0;
  return (accounted ? pages : besidePages) * pageSize;
}

/**
 * Whether a charge beyond the limit is let through: __GFP_NOFAIL always, GFP_ATOMIC since 5.4 and __GFP_HIGH since 6.4, when it took
 * the place of __GFP_ATOMIC (mm/memcontrol.c try_charge_memcg).
 */
function isForced(gfp: readonly string[], kernel: KernelVersion | null): boolean {
  return (
    gfp.includes('__GFP_NOFAIL') ||
    (gfp.includes('GFP_ATOMIC') && atLeast(kernel, 5, 4)) ||
    (gfp.includes('__GFP_HIGH') && atLeast(kernel, 6, 4))
  );
}

/** Beyond memory.high the caller reclaims, and then sleeps, before it goes on (mem_cgroup_handle_over_high): that is said. */
function withStall(memory: Prediction, request: Request, { cgroupHigh }: Snapshot): Prediction {
  if (!cgroupHigh || memory.verdict === 'unavailable' || chargedBytes(request) <= cgroupHigh.unusedBytes)
    return memory;
  const { path, unusedBytes, limitBytes } = cgroupHigh;
  const stall = `the cgroup ${path} has ${unusedBytes} bytes left of its memory.high of ${limitBytes}: that stalls the caller, and refuses nothing`;
  return { ...memory, reason: `${memory.reason}; ${stall}` };
}

/** Where the limit of the caller's cgroup stands in the way of an accounted request; null where it does not. */
function shortageOf(request: Request, { cgroup }: Snapshot): Shortage | null {
  if (!cgroup) return null;
  const { mayBlock } = gfpTraits(request.gfp);
  const needs = chargedBytes(request);
  if (needs <= cgroup.unusedBytes) return null;
  const short = { needs, cgroup, has: cgroup.unusedBytes };
  if (!mayBlock) return { ...short, relief: '', likelihood: overLikelihood };
  // Single pages are charged one after the other, each as often as it takes: the file pages of the group go first.
  if (request.path === 'vmalloc' && needs <= cgroup.bytes - uncertainFilePages * request.pageSize)
    return null;
  if (needs <= cgroup.bytes)
    return { ...short, relief: ', before its file pages are reclaimed', likelihood: afterReclaimLikelihood };
  const all = { ...short, has: cgroup.bytes };
  const lacks = (needs - cgroup.bytes) / (chargedAheadPages * request.pageSize);
  // More than the limit itself was never charged ahead.
  if (lacks <= 1 && needs <= cgroup.limitBytes)
    return {
      ...all,
      relief: ', or a little more that is charged ahead',
      likelihood: Math.max(overLikelihood, chargedAheadLikelihood * (1 - lacks)),
    };
  return { ...all, relief: '', likelihood: overLikelihood };
}

/**
 * The answer that memory gives, or a worse one that the limit of the caller's cgroup gives. The page allocator is asked
 * first, and what it gave is charged after that (mm/page_alloc.c __alloc_pages, __memcg_kmem_charge_page): both must agree.
 */
export function withinGroupLimit(
  memory: Prediction,
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  if (memory.never || memory.verdict === 'unknown') return memory;
  if (chargedBytes(request) === 0 || isForced(request.gfp, kernel)) return memory;
  const told = withStall(memory, request, snapshot);
  if (!snapshot.cgroup) return { ...told, wants: [...new Set([...told.wants, 'cgroup' as const])] };
  const shortage = shortageOf(request, snapshot);
  if (!shortage) return told;
  const { needs, has, cgroup, relief } = shortage;
  const isUnused = has === cgroup.unusedBytes;
  const { path, limitBytes } = (isUnused ? cgroup.unusedOf : undefined) ?? cgroup;
  const counted = isUnused ? '' : ', its file pages counted';
  const likelihood = memory.likelihood * shortage.likelihood;
  if (memory.verdict === 'unavailable') return { ...memory, likelihood };
  return uncertain({
    likelihood,
    cause: 'cgroup-limit',
    reason: `${needs} bytes are needed and the cgroup ${path} has ${has} left of its limit of ${limitBytes}${counted}${relief}`,
    zones: memory.zones,
    wants: memory.wants,
    terms: memory.terms,
    room: { needs, has, of: `is left under the memory limit of cgroup ${path}${counted}${relief}` },
  });
}
