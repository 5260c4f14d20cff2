import type { AnsweredNeed, AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';

import { escapeControls } from '../../text/escape.ts';
import { tableLines } from '../../text/table.ts';
import { counted, formatBytes, formatCount } from '../../text/units.ts';
import { labelled } from '../../text/wrap.ts';
import { beside, blocks, requestName } from './asked.ts';
import type { CheckFormat } from './format.ts';

/** For people; that a machine cannot be read is said on standard error only. */
export const textFormat: CheckFormat = {
  name: 'text',
  render: (answer, { why }) => (answer.request === null ? '' : checkText(answer, why)),
};

/** The answer for people: the verdict first, then what was asked, what was found, what to do. */
export function checkText(answer: CheckAnswer, why: boolean): string {
  const lines = [escapeControls(`${answer.verdict}: ${headline(answer)}`)];
  for (const need of answer.needs) lines.push(told('  need   ', needText(need)));
  if (answer.request) lines.push(told('  asked  ', asked(answer.request, answer.release)));
  if (answer.request && answer.request.beside.length > 0)
    lines.push(told('  step   ', beside(answer.request)));
  lines.push(told('  found  ', answer.reason));
  if (answer.zones.length > 0 && answer.request && answer.verdict !== 'unknown')
    lines.push(zoneTable(answer.zones, answer.request));
  if (answer.trial) lines.push(told('  trial  ', trialText(answer.trial)));
  for (const note of answer.notes) lines.push(told('  note   ', note));
  if (why) lines.push(...whyLines(answer));
  for (const advice of answer.advice) lines.push(told('  do     ', advice));
  return `${lines.join('\n')}\n`;
}

/** One statement, on as many lines as it takes: a line feed from outside does not start one. */
function told(label: string, text: string): string {
  return labelled(label, escapeControls(text));
}

function headline({ verdict, likelihood, never, request, cause }: CheckAnswer): string {
  const what = request ? requestName(request) : 'this machine';
  switch (verdict) {
    case 'available':
      return `${what} can be allocated now`;
    case 'attainable':
      return `${attainableBy(cause, what)} (likelihood ${likelihood.toFixed(2)})`;
    case 'unavailable':
      return never
        ? `${what} can never be allocated on this machine`
        : `${what} would likely fail now (likelihood ${likelihood.toFixed(2)})`;
    case 'unknown':
      return request ? `it is not known whether ${what} can be allocated` : 'this machine cannot be read';
  }
}

function attainableBy(cause: CheckAnswer['cause'], what: string): string {
  if (cause === 'not-read')
    return `not everything that decides this could be read, but ${what} can probably be allocated`;
  if (cause === 'none') return `free, but perhaps not for this caller: ${what}`;
  return `not free now, but reclaim or compaction should make room for ${what}`;
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
function needText({ what, request, verdict, likelihood, reason }: AnsweredNeed): string {
  const [clause = ''] = reason.split(/[:;(]/);
  return `${verdict} (${likelihood.toFixed(2)}): ${what} (${blocks(request)}): ${clause.trim()}`;
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
    .map((line) => `         ${line}`)
    .join('\n');
}

function servesText({ allowed, fits, mayFit }: ZonePrediction): string {
  if (!allowed) return 'not allowed';
  if (fits) return 'yes';
  return mayFit ? 'perhaps' : 'no';
}

function whyLines({ terms, zones }: CheckAnswer): string[] {
  const perZone = zones
    .filter((zone) => zone.allowed)
    .map((zone) => told('  why    ', `node ${zone.node} ${zone.zone}: ${zone.why}`));
  const moved = terms.map(({ name, value, weight, meaning }) =>
    told(
      '  why    ',
      `${weight >= 0 ? '+' : ''}${weight.toFixed(2)} ${name} = ${Math.round(value * 1000) / 1000} (${meaning})`,
    ),
  );
  return [...perZone, ...moved];
}

function trialText({ measured, via, microseconds, stalled, why }: NonNullable<CheckAnswer['trial']>): string {
  if (measured === null) return `trial not possible here: ${why ?? 'no way found'}`;
  const stall = stalled === null ? '' : stalled ? ', after a stall' : ', without a stall';
  return `measured: ${measured} in ${formatCount(microseconds ?? 0)} microseconds${stall} (${via ?? ''})`;
}
