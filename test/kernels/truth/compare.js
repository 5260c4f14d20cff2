// What a workload was said to ask for, against what the kernel was seen to be asked for.
import { bits, flagDifference } from './flags.js';

const pageBytes = 4096;
const costlyOrder = 3;

export function orderOf(bytes) {
  let order = 0;
  while (pageBytes * 2 ** order < bytes) order++;
  return order;
}

const flags = (event) => event.gfp.split('|');
const through = (pattern) => (event) => event.callers.some((name) => pattern.test(name));
/** SLUB takes more than an object needs where it can: the object's own size is what it cannot do without. */
const isSlab = through(/^(?:allocate_slab|new_slab|___slab_alloc|alloc_slab_page)$/);
/** A try that has another way: what is left when it fails is asked for page by page. */
const isTry = (event) =>
  event.kind !== 'kvmalloc' && through(/^_*k?vmalloc|^__vmalloc|^vm_area_alloc_pages|^kv[mz]alloc/)(event);

/**
 * The largest request among the events, as one of the catalogue's.
 * @returns {{path: string, order: number, bytes: number, gfp: string[], callers: string[]} | null}
 */
export function seenRequest(events, pick = 0) {
  const whole = events.filter((event) => !isSlab(event) && !isTry(event));
  const mapped = events.filter(({ kind }) => kind === 'vmalloc' || kind === 'kvmalloc');
  const single = whole.filter(({ kind }) => kind !== 'vmalloc' && kind !== 'kvmalloc');
  const max = (these) => these.reduce((most, next) => (most && most.bytes >= next.bytes ? most : next), null);
  const [block, area] = [max(single), max(mapped)];
  const event = block === null || (area !== null && area.bytes >= block.bytes) ? area : block;
  if (event === null) return null;
  const asked = { order: orderOf(event.bytes), gfp: flags(event), callers: event.callers };
  if (event === area) {
    // kvmalloc of up to a page is kmalloc: the request's own flags are those that it was given
    const noRetry = bits(asked.gfp).has('__GFP_NORETRY');
    return { ...asked, path: noRetry ? 'vmalloc-noretry' : 'vmalloc', bytes: event.bytes };
  }
  // A large kmalloc is two events: its bytes, and the block that they take.
  const object = max(single.filter(({ kind, bytes }) => kind !== 'pages' && bytes > event.bytes / 2));
  return { ...asked, path: 'contiguous', bytes: object?.bytes ?? event.bytes };
}

/** Blocks that nothing stands behind, of an order that can fail: none may be there where single pages were said to do. */
function hardBlocks(events) {
  return events.filter(
    (event) => event.kind === 'pages' && event.order > costlyOrder && !isSlab(event) && !isTry(event),
  );
}

/** All pages that were taken, blocks and areas, each once. */
function pagesOf(events) {
  const mapping = through(/vmalloc_node_range/);
  return events.reduce((sum, event) => {
    if (event.kind === 'vmalloc') return sum + event.count * Math.ceil(event.bytes / pageBytes);
    return event.kind === 'pages' && !mapping(event) ? sum + event.count * 2 ** event.order : sum;
  }, 0);
}

/** An estimate is wrong where it is too small, or more than so many times too large. */
const generous = 4;

/**
 * @param {{path: string, order: number, bytes: number, gfp: string[], stepPages?: number} | null} need null: not in the catalogue
 * @param {object[]} events those of the need's callers
 * @param {{total?: boolean, pick?: number}} look
 * @returns {{seen: object | null, differences: string[]}}
 */
export function compare(need, events, { total = false, pick = 0 }) {
  const seen = seenRequest(events, pick);
  if (seen === null || need === null) return { seen, differences: [] };
  const differences = [];
  const small = (order) => order <= costlyOrder;
  if (seen.path !== need.path && !(small(seen.order) && small(need.order)))
    differences.push(`path: ${need.path} was said, ${seen.path} seen`);
  if (need.path === 'contiguous' && seen.order !== need.order)
    differences.push(`order: ${need.order} was said, ${seen.order} seen (${seen.bytes} bytes)`);
  if (total) {
    seen.pages = pagesOf(events);
    if (seen.pages > need.stepPages || seen.pages * generous < need.stepPages)
      differences.push(`pages: ${need.stepPages} were said, ${seen.pages} seen`);
  } else if (seen.bytes !== need.bytes)
    differences.push(`bytes: ${need.bytes} were said, ${seen.bytes} seen`);
  const flagged = flagDifference(need.gfp, seen.gfp);
  if (flagged !== '') differences.push(`flags: ${flagged}`);
  if (need.path !== 'contiguous') {
    for (const { order, gfp } of hardBlocks(events))
      differences.push(`a block of order ${order} (${gfp}) with nothing to fall back to`);
  }
  return { seen, differences };
}
