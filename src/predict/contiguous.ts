import type { GfpTraits } from '../kernel/gfp.ts';
import type { KernelVersion } from '../kernel/version.ts';
import { maxOrder, pagesInBlocks } from '../kernel/free-blocks.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import type { Request } from '../request/request.ts';
import { type FirstPass, firstPass, nameOf } from './first-pass.ts';
import { predictGigantic } from './gigantic.ts';
import { likelihoodOfCount } from './likelihood/count.ts';
import { type SlowPathAnswer, slowPathLikelihood } from './likelihood/slow-path.ts';
import { type Cause, type Prediction, available, never, uncertain } from './prediction.ts';
import type { ZoneTest } from './zone-test.ts';
import { zonePrediction } from './zone-prediction.ts';
import { formatCount } from '../text/units.ts';
import { allPages } from './zonelist.ts';

/** Measured: 2,706 of 2,707 requests that the test let through were granted. */
const availableLikelihood = 0.999;
/** Where a file that was not read, or a node out of the caller's reach, may still decide otherwise. */
const uncheckedLikelihood = 0.9;
/** Without the zone's watermarks. */
const unmarkedLikelihood = 0.6;

/**
 * Whether the kernel serves one block of the order: now from its free lists, after reclaim or compaction, or not
 * (mm/page_alloc.c __alloc_pages: the slow path's first pass, then what follows it).
 */
export function predictContiguous(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
): Prediction {
  const largest = maxOrder(snapshot.buddyinfo);
  if (request.hugePage === true && request.order > largest)
    return predictGigantic(request, snapshot, largest);
  const pass = firstPass(request, snapshot, kernel);
  return (
    impossible(request, snapshot, pass) ??
    servedFromFree(request, snapshot, kernel, pass) ??
    servedAgain(request, snapshot, pass) ??
    servedPerhaps(request, snapshot, kernel, pass) ??
    withoutFreeBlock(request, snapshot, kernel, pass)
  );
}

function impossible(
  { order, count = 1, gfp }: Request,
  snapshot: Snapshot,
  { traits, zonelist, asked, zones }: FirstPass,
): Prediction | null {
  const largest = maxOrder(snapshot.buddyinfo);
  if (order > largest) {
    const withoutList = zonelist.zones.map((zone) =>
      zonePrediction(zone, null, false, `no list of order ${order}: the largest is ${largest}`),
    );
    const reason = `order ${order} is larger than the largest block of this kernel, order ${largest}`;
    return never('fragmentation', reason, withoutList);
  }
  if (asked.length === 0) {
    const whose = zonelist.onlyNode === null ? 'this machine' : `node ${zonelist.onlyNode}`;
    const reason = `${whose} has no memory in zone ${traits.highestZone} or below, which ${gfp.join('|')} asks for`;
    return never('zone-absent', reason, zones);
  }
  const pages = allPages(zonelist);
  // A policy may be the caller's of now alone.
  if (count * 2 ** order <= pages || zonelist.boundTo !== null) return null;
  const reason = `${count} blocks of order ${order} are more than the ${pages} pages of all the zones that the request may use`;
  return never('never', reason, zones);
}

/** The answer where the free lists serve as many blocks as are asked for; else null. */
function servedFromFree(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  pass: FirstPass,
): Prediction | null {
  const { asked, zones, traits } = pass;
  const { order, count = 1, node } = request;
  const served = (tests: readonly ZoneTest[]): number => tests.reduce((sum, test) => sum + test.serves, 0);
  const all = asked.filter((test) => test.fits);
  if (served(all) < count) return null;
  const cpuset = cpusetOf(snapshot, traits);
  const within = all.filter((test) => cpuset?.includes(test.zone.node) ?? true);
  const isWithin = served(within) >= count;
  const fitting = isWithin ? within : all;
  const [best] = fitting;
  if (!best) return null;
  const blocks = count === 1 ? `order ${order}` : `${formatCount(count)} blocks of order ${order}`;
  const from = count === 1 || best.serves >= count ? `${nameOf(best)} serves` : 'the zones together serve';
  const elsewhere =
    node === undefined || best.zone.node === node ? '' : ` (node ${node}, which is asked first, cannot)`;
  const reason = `${from} ${blocks} from what is free${elsewhere}: ${best.why}`;
  if (isWithin) return available({ likelihood: availableLikelihood, reason, zones });
  // Out of reach the block may be, but the slow path is still there: a free block must never make an answer worse.
  const slow = slowPath(request, snapshot, kernel, pass);
  return uncertain({
    likelihood: Math.max(uncheckedLikelihood, slow.ofAll(slow.likelihood)),
    cause: 'none',
    reason: `${reason}; but this process's cpuset allows only node ${cpuset?.join(', ') ?? ''}`,
    zones,
  });
}

/**
 * The nodes that the caller's cpuset allows; null where it does not confine the request: what cannot wait, and whatever has no
 * __GFP_HARDWALL, which the first pass of the slow path lets go to any node (mm/page_alloc.c __alloc_pages restores the node
 * mask; cpuset_node_allowed). In the lab, 6.1, 6.12 and 7.3, that never took a stall.
 */
function cpusetOf(
  { allowedNodes, hardCpuset, buddyinfo }: Snapshot,
  { atomic, hardwall }: GfpTraits,
): readonly number[] | null {
  const present = (allowedNodes ?? []).filter((node) => buddyinfo.some((row) => row.node === node));
  // Where none of them has memory, nothing is known against the others.
  return atomic || !(hardwall || hardCpuset) || present.length === 0 ? null : present;
}

/**
 * The answer where only the lists that free blocks are on are not known, and the kernel has just served such a block from one
 * of them and has it back; else null.
 */
function servedAgain(
  { order, count = 1 }: Request,
  { grantedOrder }: Snapshot,
  { asked, zones }: FirstPass,
): Prediction | null {
  const perhaps = asked.filter((test) => test.mayServe > 0);
  if (grantedOrder !== order || count > 1 || perhaps.length === 0) return null;
  // Which of them it was is not known.
  if (!perhaps.every((test) => test.passes)) return null;
  const where = perhaps.map(nameOf).join(' or ');
  const reason = `${where} serves order ${order} from what is free, as it has just done`;
  return available({ likelihood: availableLikelihood, reason, zones });
}

/** The answer where a zone looks able to serve the request and a file that was not read would decide; else null. */
function servedPerhaps(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  pass: FirstPass,
): Prediction | null {
  const { count = 1 } = request;
  const perhaps = pass.asked.filter((test) => test.mayServe > test.serves);
  const doubtful = perhaps.filter((test) => !test.fits);
  // The likeliest of them: a free block in a zone whose marks are not known must not make the answer worse.
  const open = doubtful.find((test) => test.cause !== 'not-read') ?? doubtful[0] ?? perhaps[0];
  if (!open || pass.asked.reduce((sum, test) => sum + test.mayServe, 0) < count) return null;
  const unchecked = open.cause === 'not-read' ? unmarkedLikelihood : uncheckedLikelihood;
  // Where the block should turn out to be closed to the request, the slow path is still there.
  const slow = slowPath(request, snapshot, kernel, pass);
  return uncertain({
    likelihood: slow.ofAll(Math.max(unchecked, slow.likelihood)),
    cause: 'not-read',
    reason: `${open.fits ? 'the zones together look' : `${nameOf(open)} looks`} able to serve ${count === 1 ? `order ${request.order}` : `${formatCount(count)} blocks of order ${request.order}`}: ${open.why}`,
    zones: pass.zones,
    wants: open.cause === 'not-read' ? [] : ['pagetypeinfo'],
  });
}

function withoutFreeBlock(
  request: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  pass: FirstPass,
): Prediction {
  const { asked, zones } = pass;
  const { order, count = 1 } = request;
  const { served, terms, sentence, ...slow } = slowPath(request, snapshot, kernel, pass);
  const cause = causeOf(asked, request);
  const nearest = asked.find((test) => zoneCauseOf(cause) === test.cause) ?? asked[0];
  const where = `(${nearest ? nameOf(nearest) : 'no zone'}: ${nearest?.why ?? ''})`;
  const none =
    count === 1
      ? `no zone serves order ${order} from what is free`
      : `none of ${formatCount(count)} blocks of order ${order} is free`;
  const found =
    served > 0
      ? `${formatCount(served)} of ${formatCount(count)} blocks of order ${order} are free`
      : `${none} ${where}`;
  const wants: Prediction['wants'] = [];
  if (!snapshot.meminfo) wants.push('meminfo');
  if (terms.length > 0) wants.push('vmstat');
  const likelihood = slow.ofAll(slow.likelihood);
  const reason = `${found}, and ${sentence}`;
  return uncertain({ likelihood, cause, reason, zones, terms, wants, ...(count > 1 && { served }) });
}

/** What the slow path makes of one block, how many are free besides, and what one's likelihood says of all that are asked for. */
function slowPath(
  { order, count = 1, pageSize }: Request,
  snapshot: Snapshot,
  kernel: KernelVersion | null,
  { traits, zonelist, asked }: FirstPass,
): SlowPathAnswer & { served: number; ofAll: (one: number) => number } {
  const served = asked.reduce((sum, test) => sum + test.serves, 0);
  return {
    ...slowPathLikelihood({ order, traits, zonelist, snapshot, kernel }),
    served,
    ofAll: (one) => likelihoodOfCount(one, { count, served, order, pageSize }, zonelist, snapshot),
  };
}

/**
 * The zone that came nearest decides: one that passed its mark lacked blocks; where most of what is free lies in zones
 * that fail by their reserve alone, that holds it back; else pages were short.
 */
function causeOf(asked: readonly ZoneTest[], request: Request): Cause {
  // Some blocks are free, only not as many as asked for.
  if (asked.some((test) => test.fits)) return 'fragmentation';
  const has = (cause: ZoneTest['cause']): boolean => asked.some((test) => test.cause === cause);
  if (has('withheld')) return 'withheld-blocks';
  if (has('no-block')) return 'fragmentation';
  // Perhaps some are, and fewer than asked for in any case.
  if (!has('watermark') && !has('reserve')) return 'fragmentation';
  const freePages = (tests: readonly ZoneTest[]): number =>
    tests.reduce((sum, { zone }) => sum + (zone.info?.freePages ?? 0), 0);
  const heldBack = freePages(asked.filter((test) => isHeldBack(test, request)));
  const short = freePages(asked.filter((test) => test.cause === 'watermark'));
  return !has('watermark') || heldBack > short ? 'reserve' : 'watermark';
}

/** ISA DMA's zone on x86: what a reserve holds back there is too little to be what a machine is short of. */
const isaDmaBytes = 16 * 2 ** 20;

/** Fails by its reserve alone and would serve. */
function isHeldBack({ cause, zone: { info, freeBlocks } }: ZoneTest, { order, pageSize }: Request): boolean {
  return (
    cause === 'reserve' &&
    pagesInBlocks(freeBlocks, order) > 0 &&
    (info?.managedPages ?? 0) * pageSize > isaDmaBytes
  );
}

function zoneCauseOf(cause: Cause): ZoneTest['cause'] {
  if (cause === 'withheld-blocks') return 'withheld';
  if (cause === 'fragmentation') return 'no-block';
  return cause === 'reserve' ? 'reserve' : 'watermark';
}
