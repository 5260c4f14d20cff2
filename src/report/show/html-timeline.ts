import { escapeHtml } from '../check/github-html.ts';
import { formatBytes } from '../../text/units.ts';
import { fullestList } from '../bars.ts';
import { utcTime } from '../../text/utc-time.ts';
import type { ShowAnswer, ShownLog } from './answer.ts';
import { failuresHtml } from './html-failures.ts';
import { markHeading, markHeadline, markTime } from './mark-words.ts';
import { heldBackPages, summaryOf } from './summary.ts';

/** The moments of a record, the oldest first. */
export interface Timeline {
  answers: readonly ShowAnswer[];
  /** for each of them the answers that were recorded, as text; empty where no workload was asked for */
  recorded: readonly string[];
  /** how many samples there were, of which these were taken */
  samples: number;
}

const width = 720;
const height = 120;
const left = 96;
/** Failures that are told with one moment; all are in the list. */
const maxTold = 3;

/**
 * The largest block that GFP_KERNEL got over the time, a slider over its moments, and of a kernel log the failures in it:
 * each a line in the picture, and below it an entry that takes the slider there.
 */
export function timelineHtml(
  { answers, recorded, samples }: Timeline,
  pageSize: number,
  log: ShownLog | undefined,
): string {
  const orders = answers[0]?.zones[0]?.freeBlocks.length ?? 1;
  const first = Date.parse(answers[0]?.taken ?? '');
  const last = Date.parse(answers.at(-1)?.taken ?? '');
  const x = (taken: string): number =>
    left + ((Date.parse(taken) - first) / Math.max(1, last - first)) * (width - left - 8);
  const y = (order: number): number => height - 20 - ((order + 1) / orders) * (height - 32);
  const points = answers.map((answer) => [x(answer.taken), y(hadOrder(answer))] as const);
  const path = points.map(([px, py], i) =>
    i === 0 ? `M${round(px)} ${round(py)}` : `H${round(px)}V${round(py)}`,
  );
  const label = (order: number): string => (order < 0 ? 'none' : formatBytes(2 ** order * pageSize));
  const ticks = [-1, Math.floor(orders / 2), orders - 1].map(
    (order) =>
      `<text x="${left - 6}" y="${round(y(order) + 5)}" text-anchor="end">${label(order)}</text><line class="axis" x1="${left}" x2="${width - 8}" y1="${round(y(order))}" y2="${round(y(order))}"/>`,
  );
  const hads = answers.map(hadOrder);
  const least = hads.reduce((a, b) => Math.min(a, b), orders);
  const failed = log && log.marks.length > 0 ? ` ${markHeading(log)}: they are listed below.` : '';
  const told = `The largest block that GFP_KERNEL would have got, from ${utcTime(first)} to ${utcTime(last)}: at least ${label(least)}, at the end ${label(hads.at(-1) ?? -1)}.${failed}`;
  const marks = (log?.marks ?? []).map((mark) => {
    const at = round(Math.min(width - 8, x(new Date(mark.at).toISOString())));
    return `<path class="mark" d="M${at} 8V${height - 20}l-6 10h12l-6 -10"><title>${escapeHtml(`${markTime(mark)}: ${markHeadline(mark)}`)}</title></path>`;
  });
  const thinned = samples > answers.length ? ` ${answers.length} of ${samples} samples are shown.` : '';
  return `<section class="time"><h2>From ${escapeHtml(utcTime(first))} to ${escapeHtml(utcTime(last))}</h2>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(told)}">${ticks.join('')}<path class="line" d="${path.join('')}"/>${marks.join('')}<line class="cursor" id="cursor" x1="${width - 8}" x2="${width - 8}" y1="8" y2="${height - 20}"/></svg>
<label for="slider">Moment: <output id="moment" for="slider">${escapeHtml(utcTime(last))}</output></label>
<input type="range" id="slider" min="0" max="${answers.length - 1}" value="${answers.length - 1}" step="1" aria-valuetext="${escapeHtml(utcTime(last))}">
<p id="recorded" aria-live="polite">${escapeHtml(momentText(answers.at(-1), recorded.at(-1), log))}</p>${log ? failuresHtml(log, answers) : ''}
<p class="note">The line is the largest block that GFP_KERNEL would have got.${marks.length > 0 ? ' Triangles stand where something failed.' : ''}${thinned} The slider moves with the arrow keys, too; indices and workloads are of the last moment.</p></section>`;
}

/** What the slider writes into the page: numbers, and texts that it sets as texts. */
export function timelineData(
  { answers, recorded }: Timeline,
  pageSize: number,
  log: ShownLog | undefined,
): object {
  const bytes = (pages: number): string => formatBytes(pages * pageSize);
  const block = (order: number | null): string => (order === null ? 'none' : bytes(2 ** order));
  const first = Date.parse(answers[0]?.taken ?? '');
  const last = Date.parse(answers.at(-1)?.taken ?? '');
  return {
    moments: answers.map((answer, i) => {
      const { state, summary } = summaryOf(answer);
      const at = Date.parse(answer.taken);
      const fullest = fullestList(answer.zones);
      return {
        ...{ t: utcTime(at), s: state, u: summary, v: momentText(answer, recorded[i], log) },
        x: round(left + ((at - first) / Math.max(1, last - first)) * (width - left - 8)),
        z: answer.zones.map((zone) => {
          const held = heldBackPages(zone);
          return {
            f: bytes(zone.freePages),
            h: held === null ? null : bytes(held),
            l: block(zone.largestOrder),
            k: zone.allowed ? block(zone.kernelOrder) : null,
            o: zone.allowed ? (zone.kernelOrder ?? -1) : 99,
            b: zone.freeBlocks,
            w: zone.freeBlocks.map(
              (count, order) => Math.round(Math.cbrt((count * 2 ** order) / fullest) * 1000) / 10,
            ),
          };
        }),
      };
    }),
  };
}

/** The answers that were recorded, and what failed before the next sample. */
function momentText(
  answer: ShowAnswer | undefined,
  recorded: string | undefined,
  log: ShownLog | undefined,
): string {
  const at = Date.parse(answer?.taken ?? '');
  const failed = (log?.marks ?? []).filter(({ before }) => before?.at === at);
  const told = failed.slice(0, maxTold).map((mark) => `failed at ${markTime(mark)}: ${markHeadline(mark)}`);
  const more = failed.length - told.length;
  return [recorded ?? '', ...told, more > 0 ? `and ${more} more` : '']
    .filter((part) => part !== '')
    .join(' \u00b7 ');
}

function hadOrder({ zones }: ShowAnswer): number {
  return Math.max(-1, ...zones.map(({ allowed, kernelOrder }) => (allowed ? (kernelOrder ?? -1) : -1)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Runs in the page. It only sets texts, classes and widths. */
export const sliderScript = `
(function () {
  var data = JSON.parse(document.getElementById('data').textContent);
  var slider = document.getElementById('slider');
  function set(id, text) { var found = document.getElementById(id); if (found && text !== null) found.textContent = text; }
  function show() {
    var moment = data.moments[Number(slider.value)];
    if (!moment) return;
    set('moment', moment.t); set('taken', moment.t); set('state', moment.s); set('summary', moment.u); set('recorded', moment.v);
    document.getElementById('state').className = 'state ' + moment.s;
    slider.setAttribute('aria-valuetext', moment.t + ', ' + moment.s);
    var cursor = document.getElementById('cursor');
    cursor.setAttribute('x1', moment.x); cursor.setAttribute('x2', moment.x);
    moment.z.forEach(function (zone, i) {
      set('z' + i + '-free', zone.f); set('z' + i + '-held', zone.h); set('z' + i + '-largest', zone.l); set('z' + i + '-kernel', zone.k);
      zone.b.forEach(function (count, order) {
        set('z' + i + '-n' + order, count.toLocaleString('en'));
        var bar = document.getElementById('z' + i + '-w' + order);
        if (bar) bar.style.width = zone.w[order] + '%';
        var line = document.getElementById('z' + i + '-r' + order);
        if (line) line.className = order > zone.o ? 'held' : '';
      });
    });
  }
  slider.addEventListener('input', show);
  document.querySelectorAll('button[data-moment]').forEach(function (button) {
    button.addEventListener('click', function () { slider.value = button.getAttribute('data-moment'); show(); });
  });
})();
`;
