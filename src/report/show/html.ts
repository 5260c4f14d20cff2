import { element, escapeHtml, row } from '../check/github-html.ts';
import { headline } from '../check/headline.ts';
import { pageHtml, pairs } from '../page/page.ts';
import { kernelName } from '../workloads/kernel-name.ts';
import { formatBytes, formatCount } from '../../text/units.ts';
import { fullestList } from '../bars.ts';
import type { ZoneMemory } from '../../guard/zone-memory.ts';
import type { ShowAnswer, ShownWorkload } from './answer.ts';
import { failuresHtml } from './html-failures.ts';
import { outlookSentence } from './outlook-sentence.ts';
import { type Timeline, sliderScript, timelineData, timelineHtml } from './html-timeline.ts';
import { heldBackPages, summaryOf } from './summary.ts';
import { zoneName } from './zone-picture.ts';

/**
 * The picture as one page. With a timeline, the moment that is shown is the last one, and a slider goes through the others.
 */
export function showHtml(answer: ShowAnswer, timeline: Timeline | null = null): string {
  const { zones, workloads, notes, kernel, pageSize, taken, log } = answer;
  const { state, summary } = summaryOf(answer);
  const when = taken.replace(/\.\d+Z$/, 'Z');
  const heading = `<span class="state ${state}" id="state">${state}</span>: <span id="summary">${escapeHtml(summary)}</span>`;
  const parts = [
    `<header><h1>${heading}</h1>`,
    element('p', `${escapeHtml(kernelName(kernel))}, <time id="taken">${escapeHtml(when)}</time>`, { class: 'note' }), // prettier-ignore
    '</header>',
    ...(timeline
      ? [timelineHtml(timeline, pageSize, log)]
      : log
        ? [element('section', failuresHtml(log))]
        : []),
    ...(workloads.length === 0
      ? []
      : [
          element(
            'section',
            element('h2', 'Workloads') + element('ul', workloads.map(workloadItem).join('')),
          ),
        ]),
    element('div', zones.map((zone, i) => zoneSection(zone, i, zones, pageSize)).join('\n'), {
      class: 'zones',
    }),
    legend(pageSize),
    ...(notes.length === 0
      ? []
      : [element('section', element('h2', 'Notes') + element('ul', notes.map((note) => element('li', escapeHtml(note))).join('')))]), // prettier-ignore
  ];
  return pageHtml({
    title: `buddyguard: ${state}, ${when}`,
    body: parts.join('\n'),
    ...(timeline ? { script: sliderScript, data: timelineData(timeline, pageSize, log) } : {}),
  });
}

/** A zone: what it has, and a row for each order; the ids let a slider write other numbers there. */
function zoneSection(zone: ZoneMemory, index: number, all: readonly ZoneMemory[], pageSize: number): string {
  const bytes = (pages: number): string => formatBytes(pages * pageSize);
  const block = (order: number | null): string => (order === null ? 'none' : bytes(2 ** order));
  const held = heldBackPages(zone);
  const fullest = fullestList(all);
  const cell = (name: string, text: string): string => element('span', text, { id: `z${index}-${name}` });
  const perhaps = zone.perhapsOrder === zone.kernelOrder ? '' : ` (perhaps ${block(zone.perhapsOrder)})`;
  const facts: [string, string][] = [
    ['free', cell('free', bytes(zone.freePages))],
    [
      'held back',
      cell('held', held === null ? (zone.allowed ? 'not read' : 'not for GFP_KERNEL') : bytes(held)),
    ],
    ['largest block', cell('largest', block(zone.largestOrder))],
    ['for GFP_KERNEL', cell('kernel', zone.allowed ? block(zone.kernelOrder) + perhaps : 'never')],
  ];
  const rows = zone.freeBlocks.map((count, order) => {
    const width = Math.cbrt((count * 2 ** order) / fullest) * 100;
    const isHeld = zone.allowed && order > (zone.kernelOrder ?? -1);
    const bar = `<span id="z${index}-w${order}" style="width:${width.toFixed(1)}%"></span>`;
    const cells = [
      element('th', bytes(2 ** order), { scope: 'row' }),
      element('td', formatCount(count), { id: `z${index}-n${order}` }),
      element('td', bar, { class: 'bar' }),
      element('td', thousandths(zone.unusableIndex[order] ?? 0)),
      element(
        'td',
        zone.fragmentationIndex[order] === -1000 ? 'free' : thousandths(zone.fragmentationIndex[order] ?? 0),
      ),
    ];
    return `<tr id="z${index}-r${order}"${isHeld ? ' class="held"' : ''}>${cells.join('')}</tr>`;
  });
  const head = ['block', 'free', 'memory', 'unusable', 'fragm.'].map((name) =>
    element('th', name, { scope: 'col' }),
  );
  const name = escapeHtml(zoneName(zone));
  const table = `<table><caption>${name}: free blocks by size</caption><thead>${row(head)}</thead><tbody>${rows.join('')}</tbody></table>`;
  // A browser's own fonts may make it wider than a phone: then it scrolls by itself, with the keyboard as well.
  const region = element('div', table, {
    class: 'wide',
    role: 'group',
    tabindex: '0',
    'aria-label': `${name}: free blocks`,
  });
  return element(
    'section',
    element('h2', name) + pairs(facts) + region,
    zone.allowed ? {} : { class: 'closed' },
  );
}

function workloadItem({ name, answer, outlook }: ShownWorkload): string {
  const note = outlook && element('div', escapeHtml(outlookSentence(name, outlook)), { class: 'note' });
  return element('li', escapeHtml(headline(answer)) + (note ?? ''), { class: answer.verdict });
}

function thousandths(value: number): string {
  return (value / 1000).toFixed(3);
}

function legend(pageSize: number): string {
  const text = `Bars show the memory in free blocks of each size, as its cube root; a page is ${formatBytes(pageSize)}. Green: GFP_KERNEL (plain kmalloc) may have it now; yellow: held back by marks and reserves; grey: not for GFP_KERNEL. Unusable: the share of the free memory in smaller blocks. Fragmentation: why a block of the size would fail, 0 for too little memory, 1 for fragmentation.`;
  return element('footer', element('p', text));
}
