import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import type { Request } from '../../request/request.ts';
import { element, escapeHtml, row } from './github-html.ts';
import { formatBytes, formatCount } from '../../text/units.ts';

/** A summary may hold 1 MiB; with this many rows a machine of any size fits. */
const maxRows = 64;
const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The free lists as a table: a row for each zone, a column for each order, and in each cell the count of free blocks.
 * Above the count is a bar for the memory in them or, if the blocks are large enough for a contiguous request, a square:
 * green if the zone serves the request now, yellow if this request may not get them. For single pages any block will
 * do, and how many pages a zone can spare says more.
 */
export function zonePicture(zones: readonly ZonePrediction[], request: Request): string {
  const shown = zones.slice(0, maxRows);
  const orders = Math.max(0, ...shown.map((zone) => zone.freeBlocks.length));
  const fullest = Math.max(1, ...shown.flatMap(({ freeBlocks }) => freeBlocks.map(pagesOf)));
  const rows = shown.map((zone) => zoneRow(zone, request, fullest));
  const left = zones.length - shown.length;
  const rest = left > 0 ? row([element('td', `and ${left} more`, { colspan: String(orders + 2) })]) : '';
  return element('table', head(orders, request) + rows.join('') + rest);
}

/** What the symbols in the picture mean. */
export function pictureLegend(request: Request): string {
  const signs = isContiguous(request)
    ? `▼ the requested order · ${bars[4]} too small · 🟩 serves now · 🟨 free, but this request may not get it`
    : '🟢 has pages above its mark to spare · 🔴 has none';
  return element('sub', `${signs} · numbers count free blocks`);
}

function isContiguous({ path }: Request): boolean {
  return path === 'contiguous';
}

function pagesOf(blocks: number, order: number): number {
  return blocks * 2 ** order;
}

function head(orders: number, request: Request): string {
  const cells = Array.from({ length: orders }, (_, order) => {
    const size = element('sub', compactBytes(request.pageSize * 2 ** order));
    const mark = isContiguous(request) && order === request.order ? '▼' : '&nbsp;';
    return element('th', `${mark}<br>${order}<br>${size}`);
  });
  const level = isContiguous(request)
    ? 'free&nbsp;pages<br><sub>min&nbsp;mark&nbsp;+&nbsp;reserve</sub>'
    : 'free&nbsp;pages<br><sub>above&nbsp;mark&nbsp;+&nbsp;reserve</sub>';
  return row([element('th', 'zone', { align: 'left' }), ...cells, element('th', level, { align: 'left' })]);
}

function zoneRow(zone: ZonePrediction, request: Request, fullest: number): string {
  const minOrder = isContiguous(request) ? request.order : Infinity;
  const cells = zone.freeBlocks.map((count, order) => {
    const pages = pagesOf(count, order);
    const size = formatBytes(request.pageSize * 2 ** order);
    const title = `${formatCount(count)} free blocks of ${size}: ${formatBytes(pages * request.pageSize)}`;
    const sign = order < minOrder ? bar(pages, fullest) : zone.fits ? '🟩' : '🟨';
    const content = count === 0 ? '·' : `${sign}<br>${element('sub', compactCount(count))}`;
    return element('td', content, { align: 'center', title });
  });
  const name = `${zoneSign(zone, request)}&nbsp;node&nbsp;${zone.node}&nbsp;<b>${escapeHtml(zone.zone)}</b>`;
  return row([element('td', name, { title: escapeHtml(zone.why) }), ...cells, level(zone, request)]);
}

function zoneSign(zone: ZonePrediction, request: Request): string {
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

/** With the cube root a list is still visible beside one that holds a thousand times as much. */
function bar(pages: number, fullest: number): string {
  const step = Math.ceil(Math.cbrt(pages / fullest) * bars.length);
  return (bars[Math.max(1, step) - 1] ?? '').repeat(2);
}

/** Free pages against what must stay free: the middle of the bar is the mark, and it is full at twice that. */
function level(zone: ZonePrediction, request: Request): string {
  if (!zone.watermarkPages) return element('td', formatCount(zone.freePages));
  const mark = markOf(zone);
  const full = Math.max(0, Math.min(10, Math.round((zone.freePages / Math.max(1, mark)) * 5)));
  const numbers = isContiguous(request)
    ? `${formatCount(zone.freePages)}&nbsp;/&nbsp;${formatCount(mark)}`
    : `${element('b', formatCount(sparePages(zone)))}&nbsp;to&nbsp;spare`;
  const title = `${formatCount(zone.freePages)} free, ${formatCount(mark)} must stay free`;
  return element('td', `${gauge(full, 10)}<br>${element('sub', numbers)}`, { title });
}

/** A bar of `length` characters, `full` of them filled. */
export function gauge(full: number, length: number): string {
  return '█'.repeat(full) + '░'.repeat(length - full);
}

/** 64K, 2M: the columns are narrow. */
function compactBytes(bytes: number): string {
  return formatBytes(bytes).replace(/ (?:bytes|([KMGT])iB)$/, '$1');
}

/** At most four digits and a unit. */
function compactCount(count: number): string {
  if (count < 10_000) return formatCount(count);
  const [value, unit] = count < 1_000_000 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${value < 100 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
