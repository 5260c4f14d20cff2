import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import type { AnsweredRequest } from '../../guard/answer.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import { barsOf, fullestList } from '../bars.ts';
import { element, escapeHtml, row } from './github-html.ts';
import { formatBytes, formatCount } from '../../text/units.ts';

/** A summary may hold 1 MiB; with this many rows a machine of any size fits. */
const maxRows = 64;

/**
 * The zones as a table that is narrow enough for a job summary: what is free and what has to stay so, how many blocks are
 * large enough (for single pages: what is to spare), and a bar for the memory in the blocks of each size.
 */
export function zonePicture(zones: readonly ZonePrediction[], request: AnsweredRequest): string {
  const shown = zones.slice(0, maxRows);
  const fullest = fullestList(shown);
  const rows = shown.map((zone) => zoneRow(zone, request, fullest));
  const left = zones.length - shown.length;
  const rest = left > 0 ? row([element('td', `and ${left} more`, { colspan: '6' })]) : '';
  return element('table', head(request) + rows.join('') + rest);
}

/** What the signs and bars mean. */
export function pictureLegend(request: AnsweredRequest): string {
  const signs = isContiguous(request)
    ? '✅ serves it now · ❔ perhaps · ❌ does not · ➖ this request may not use it'
    : '🟢 has memory to spare · 🔴 has none · ➖ this request may not use it';
  const least = formatBytes(request.pageSize);
  const mark = isContiguous(request) ? '; │ stands before the size that is asked for' : '';
  return element('sub', `${signs}<br>bars: free memory by block size, from ${least} on, doubling${mark}`);
}

function isContiguous({ path }: AnsweredRequest): boolean {
  return path === 'contiguous';
}

function head(request: AnsweredRequest): string {
  const blocks = isContiguous(request)
    ? `blocks of ${formatBytes(request.pageSize * 2 ** request.order)}`
    : 'to spare';
  const names = ['zone', 'free', 'must stay free', blocks, 'largest block', 'free by block size'];
  return row(names.map((name) => element('th', name, { align: 'left' })));
}

function zoneRow(zone: ZonePrediction, request: AnsweredRequest, fullest: number): string {
  const { freeBlocks, freePages, watermarkPages } = zone;
  const { order, pageSize } = request;
  const bytes = (pages: number): string => formatBytes(pages * pageSize);
  const largest = freeBlocks.findLastIndex((count) => count > 0);
  const enough = isContiguous(request)
    ? formatCount(Math.floor(pagesInBlocks(freeBlocks, order) / 2 ** order))
    : bytes(sparePages(zone));
  const cells = [
    `${zoneSign(zone, request)} node ${zone.node} <b>${escapeHtml(zone.zone)}</b>`,
    bytes(freePages),
    watermarkPages ? bytes(markOf(zone)) : '?',
    enough,
    largest === -1 ? '-' : bytes(2 ** largest),
    element('code', spark(zone, isContiguous(request) ? order : 0, fullest)),
  ];
  const [name = '', ...rest] = cells;
  return row([
    element('td', name, { title: escapeHtml(zone.why) }),
    ...rest.map((cell) => element('td', cell)),
  ]);
}

/** One character for each block size. */
function spark({ freeBlocks }: ZonePrediction, order: number, fullest: number): string {
  const signs = barsOf(freeBlocks, fullest);
  const mark = order > 0 && order < signs.length ? '│' : '';
  return signs.slice(0, order).join('') + mark + signs.slice(order).join('');
}

function zoneSign(zone: ZonePrediction, request: AnsweredRequest): string {
  if (!zone.allowed) return '➖';
  if (isContiguous(request)) return zone.fits ? '✅' : zone.mayFit ? '❔' : '❌';
  return sparePages(zone) > 0 ? '🟢' : '🔴';
}

function markOf({ watermarkPages, lowmemReservePages }: ZonePrediction): number {
  return (watermarkPages?.min ?? 0) + (lowmemReservePages ?? 0);
}

/** Pages above the mark; if the marks are unknown, nothing is known to be held back. */
function sparePages(zone: ZonePrediction): number {
  return Math.max(0, zone.freePages - markOf(zone));
}
