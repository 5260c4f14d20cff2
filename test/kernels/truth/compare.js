// What a workload was said to ask for, against what the kernel was seen to be asked for.
import { bits, flagDifference } from './flags.js';

const pageBytes = 4096;
const costlyOrder = 3;

function orderOf(bytes) {
  let order = 0;
  while (pageBytes * 2 ** order < bytes) order++;
  return order;
}

const flags = (event) => event.gfp.split('|');
const through = (pattern) => (event) => event.callers.some((name) => pattern.test(name));
/** SLUB takes more than an object needs where it can: the object's own size is what it cannot do without. */
const isSlab = through(/^(?:allocate_slab|new_slab|___slab_alloc|alloc_slab_page)$/);
const isMapped = ({ kind }) => kind === 'vmalloc' || kind === 'kvmalloc';
/** A try that has another way: what is left when it fails is asked for page by page. */
const isTry = (event) =>
  !isMapped(event) &&
  (through(/^_*k?vmalloc|^vm_area_alloc_pages|^kv[mz]alloc/)(event) ||
    (event.kind === 'pages' && through(/^alloc_skb_with_frags$/)(event)));

const bySize = (a, b) => b.bytes - a.bytes;

/**
 * The largest request among the events (or the one after so many larger ones), as one of the catalogue's.
 * @returns {{path: string, order: number, bytes: number | null, gfp: string[], callers: string[]} | null} bytes: null where only
 * the block was seen that they take
 */
function seenRequest(events, pick = 0) {
  const each = events.filter((event) => !isSlab(event) && !isTry(event));
  const requests = each.filter(
    // A large kmalloc is two events, the object and its block.
    ({ kind, bytes }) =>
      kind !== 'pages' || !each.some((other) => other.kind === 'kmalloc' && isBlockOf(bytes, other)),
  );
  const event = requests
    .flatMap((request) => Array.from({ length: request.count }, () => request))
    .sort(bySize)[pick];
  if (event === undefined) return null;
  const request = { order: orderOf(event.bytes), gfp: flags(event), callers: event.callers };
  if (isMapped(event)) {
    const noRetry = bits(request.gfp).has('__GFP_NORETRY');
    return { ...request, path: noRetry ? 'vmalloc-noretry' : 'vmalloc', bytes: event.bytes };
  }
  const block = each.find(
    ({ kind, bytes }) => kind === 'pages' && event.kind === 'kmalloc' && isBlockOf(bytes, event),
  );
  return {
    ...request,
    gfp: flags(block ?? event),
    fromSlab: !block && event.kind !== 'pages',
    path: 'contiguous',
    bytes: event.kind === 'pages' ? null : event.bytes,
  };
}

const isBlockOf = (blockBytes, { bytes }) =>
  bytes > 2 * pageBytes && blockBytes === pageBytes * 2 ** orderOf(bytes);

/** What was taken where no block of the order was to be had: null where none was refused. */
function fallback(events, order) {
  const pages = events.filter((event) => event.kind === 'pages' && !isSlab(event) && !isTry(event));
  const refused = pages.find((event) => event.order === order && !event.granted);
  if (refused === undefined) return null;
  // Pages that are taken in bulk leave no trace (mm/page_alloc.c alloc_pages_bulk_noprof).
  const single = pages.find((event) => event.order === 0 && event.granted);
  return flags(single ?? refused).filter((name) => single !== undefined || name !== '__GFP_COMP');
}

/** Blocks that nothing stands behind, of an order that can fail: none may be there where single pages were said to do. */
function hardBlocks(events) {
  return events.filter(
    (event) => event.kind === 'pages' && event.order > costlyOrder && !isSlab(event) && !isTry(event),
  );
}

/** An estimate is wrong where the block or the pages that it takes are too few, or it is more than so many times too large. */
const generous = 4;

/** @param {import('./jobs.js').Look} look */
function sizeDifferences(need, seen, { isRounded = false, estimate = false, head = 0, short = 0 }) {
  // Of pages only the block is seen.
  if (isRounded || seen.bytes === null)
    return orderOf(need.bytes) === seen.order
      ? []
      : [`bytes: ${need.bytes} were said, a block of order ${seen.order} seen`];
  const isEstimate = need.confidence === 'unverified' || estimate;
  const [said, bytes] = [need.bytes, seen.bytes];
  if (said - short <= bytes && bytes <= said + head) return [];
  const taken = need.path === 'contiguous' ? orderOf : (size) => Math.ceil(size / pageBytes);
  if (isEstimate && taken(said) >= taken(bytes) && said <= generous * bytes) return [];
  return [`bytes: ${said} were said${isEstimate ? ' (an estimate)' : ''}, ${bytes} seen`];
}

/**
 * @param {{path: string, order: number, bytes: number, gfp: string[], stepPages?: number, confidence?: string} | null} need null:
 * not in the catalogue
 * @param {object[]} events those of the need's callers
 * @param {object[] | null} walled those where no block of the order was to be had, and it was done all the same
 * @param {import('./jobs.js').Look} look
 * @returns {{seen: object | null, differences: string[]}}
 */
export function compare(need, events, walled, look) {
  const { pick = 0, charged = false } = look;
  const seen = seenRequest(events, pick);
  if (seen === null) return { seen, differences: [] };
  const single = walled && seen.path === 'contiguous' ? fallback(walled, seen.order) : null;
  if (single !== null) Object.assign(seen, { path: 'vmalloc', gfp: single, fallback: true });
  if (need === null) return { seen, differences: [] };
  const differences = [];
  const small = (order) => order <= costlyOrder;
  if (seen.path !== need.path && !(small(seen.order) && small(need.order)))
    differences.push(`path: ${need.path} was said, ${seen.path} seen`);
  if (need.path === 'contiguous' && seen.order !== need.order)
    differences.push(`order: ${need.order} was said, ${seen.order} seen`);
  if (look.orderOnly) return { seen, differences };
  differences.push(...sizeDifferences(need, seen, look));
  // A slab's pages are compound whoever asks for an object in them, and so is the block that is tried before single pages.
  const isCompound = seen.fromSlab || (need.path !== 'contiguous' && small(seen.order));
  const compared = (gfp) => gfp.filter((name) => !(isCompound && name === '__GFP_COMP'));
  const asked = charged ? need.gfp.map((name) => name.replace('_ACCOUNT', '')) : need.gfp;
  const flagged = flagDifference(compared(asked), compared(seen.gfp));
  if (flagged !== '') differences.push(`flags: ${flagged}`);
  if (need.path !== 'contiguous' && single === null) {
    for (const { order, gfp } of hardBlocks(events))
      differences.push(`a block of order ${order} (${gfp}) with nothing to fall back to`);
  }
  return { seen, differences };
}

/** The whole step, by what its group was charged at its peak: a step that takes more than was said is promised too much. */
export function comparePeak(need, peakBytes) {
  const pages = Math.ceil(peakBytes / pageBytes);
  return need.path === 'vmalloc' && pages > Math.max(need.stepPages, chargedAhead)
    ? [`pages of the whole step: ${need.stepPages} were said, ${pages} charged at the peak`]
    : [];
}

/** A group is charged this much at once, used or not (mm/memcontrol.c MEMCG_CHARGE_BATCH). */
const chargedAhead = 64;

/**
 * What `explain` made of a refusal, from that guest's own log and from what its program said: the step that it would guard, and why.
 * @param {{workload: string[]}} job
 */
export function compareExplained(job, { done, failure }) {
  if (!failure) return [];
  const { reports, said, enomem } = failure;
  const output = done.output.split('\n')[0];
  // With __GFP_NOWARN the kernel reports nothing: then what the program says is all there is, and it is told as such.
  if (reports.length === 0)
    return said.length + enomem > 0 ? [] : [`explain finds nothing in the kernel's log, nor in ${output}`];
  const isNamed = ({ check }) =>
    check !== null && (job.workload.length === 0 || job.workload.some((name) => check.includes(name)));
  const named = reports.filter(isNamed);
  if (named.length === 0)
    return [
      `explain names another step: ${reports.map(({ check }) => check?.join(' ') ?? 'none').join('; ')}`,
    ];
  return named.some(({ cause }) => ['fragmentation', 'withheld-blocks'].includes(cause))
    ? []
    : [`explain calls it ${named.map(({ cause }) => cause).join(', ')}, where no block was left`];
}

/** Behind a wall only what takes a block that cannot be had is refused. */
export function compareOutcome(needs, wall, { done, events }) {
  const isBlocked = needs.some(({ path, order }) => path === 'contiguous' && order >= wall);
  const isRefused = done.status !== 0;
  // A block that was had after all says nothing of the wall.
  if (!isRefused && isBlocked && hardBlocks(events).some(({ granted }) => granted)) return [];
  if (isBlocked === isRefused) return [];
  const outcome = isRefused ? `it was not done (${done.output.split('\n')[0]})` : 'it was done';
  return [`where no block of order ${wall} is to be had: ${outcome}`];
}
