import type { AnsweredNeed, AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import { tableLines } from '../../text/table.ts';
import { counted, formatBytes, formatCount, percent } from '../../text/units.ts';
import { beside, blocks, needName } from './asked.ts';
import { firstClause } from './found.ts';

/** A statement under its label; without one, lines as they are. */
type Detail = readonly [label: string | null, text: string];

/** What --why adds: what the kernel is asked, every need, every zone, all notes and all advice, in the kernel's own terms. */
export function detailLines(answer: CheckAnswer): Detail[] {
  const { request, zones, terms, notes, needs, advice, verdict, reason } = answer;
  const details: Detail[] = [];
  if (request) details.push(['asked', asked(request, answer.release)]);
  if (request && request.beside.length > 0) details.push(['step', beside(request)]);
  details.push(['rule', reason]);
  for (const need of needs) details.push(['need', needText(need, answer)]);
  if (zones.length > 0 && request && verdict !== 'unknown') details.push([null, zoneTable(zones, request)]);
  for (const zone of zones.filter(({ allowed }) => allowed))
    details.push(['zone', `node ${zone.node} ${zone.zone}: ${zone.why}`]);
  for (const { name, value, weight, meaning } of terms) {
    const moved = `${weight >= 0 ? '+' : ''}${weight.toFixed(2)}`;
    details.push(['weight', `${moved} ${name} = ${Math.round(value * 1000) / 1000} (${meaning})`]);
  }
  for (const note of notes) details.push(['note', note]);
  for (const { says } of advice) details.push(['advice', says]);
  return details;
}

function asked(request: AnsweredRequest, release: string): string {
  const { path, pages, bytes, gfp, count, node, unsized } = request;
  const also = bytes < 1024 ? '' : ` (${formatBytes(bytes)})`;
  const kernel = `kernel ${release || 'unknown'}`;
  if (path === 'address-space') return `room for ${counted(bytes, 'byte')}${also}, path ${path}, ${kernel}`;
  const flags = `path ${path}, ${gfp.join('|')}, ${kernel}`;
  const where = node === undefined ? '' : `node ${node}, `;
  if (unsized !== undefined) return `an unknown size, ${where}${flags}`;
  const kind = path === 'contiguous' ? 'contiguous page' : 'single page';
  const size =
    path === 'contiguous' && count === 1
      ? `order ${request.order} = ${counted(pages, kind)}`
      : path === 'contiguous'
        ? `${blocks(request)}, each ${counted(pages, kind)}`
        : `${count === 1 ? '' : `${formatCount(count)} times `}${counted(pages, kind)}`;
  return `${size} for ${counted(bytes, 'byte')}${also}, ${where}${flags}`;
}

/** The first clause of a reason has the numbers that decided. */
function needText(need: AnsweredNeed, answer: CheckAnswer): string {
  const { request, verdict, likelihood, reason } = need;
  return `${verdict} (chance ${percent(likelihood)}): ${needName(need, answer)} (${blocks(request)}): ${firstClause(reason)}`;
}

function zoneTable(zones: readonly ZonePrediction[], request: AnsweredRequest): string {
  const contiguous = request.path === 'contiguous';
  const head = [
    'node',
    'zone',
    'free',
    'min',
    'reserve',
    ...(contiguous ? [`in order ${request.order}+`] : []),
    'serves',
  ];
  const rows = zones.map((zone) => [
    String(zone.node),
    zone.zone,
    formatCount(zone.freePages),
    zone.watermarkPages ? formatCount(zone.watermarkPages.min) : '?',
    zone.lowmemReservePages === null ? '-' : formatCount(zone.lowmemReservePages),
    ...(contiguous ? [formatCount(pagesInBlocks(zone.freeBlocks, request.order))] : []),
    servesText(zone),
  ]);
  const sides = head.map((name) => (name === 'zone' || name === 'serves' ? 'left' : 'right'));
  return tableLines([head, ...rows], sides)
    .map((line, i) => `  ${(i === 0 ? 'pages' : '').padEnd(8)}${line}`)
    .join('\n');
}

function servesText({ allowed, fits, mayFit }: ZonePrediction): string {
  if (!allowed) return 'not allowed';
  if (fits) return 'yes';
  return mayFit ? 'perhaps' : 'no';
}

/** What the kernel did when it was really asked. */
export function trialText({
  measured,
  via,
  microseconds,
  stalled,
  why,
}: NonNullable<CheckAnswer['trial']>): string {
  if (measured === null) return `trial not possible here: ${why ?? 'no way found'}`;
  const stall = stalled === null ? '' : stalled ? ', after a stall' : ', without a stall';
  return `measured: ${measured} in ${formatCount(microseconds ?? 0)} microseconds${stall} (${via ?? ''})`;
}
