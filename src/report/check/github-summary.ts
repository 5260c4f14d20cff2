import type { Attempt } from '../../guard/check.ts';
import type { AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import type { Advice } from '../../predict/advised.ts';
import { beside, blocks, needName } from './asked.ts';
import type { Caller } from './caller.ts';
import { deedOf } from './doing.ts';
import { foundText } from './found.ts';
import { element, escapeHtml, row } from './github-html.ts';
import { pictureLegend, zonePicture } from './github-picture.ts';
import { headline } from './headline.ts';
import { formatBytes, formatCount, percent } from '../../text/units.ts';

/** Retries may go on for days; the first and the last looks tell the story. */
const attemptsShown = { first: 3, last: 7 };

/**
 * The job summary of a check, as one block of HTML without blank lines, so that none of it is read as Markdown;
 * the blank line at its end lets Markdown resume.
 * @param passes the step goes ahead
 * @param caller whose advice is in inputs of the step; absent: advice as sentences
 */
export function checkSummary(answer: CheckAnswer, passes: boolean, caller?: Caller): string {
  const parts = [
    element('h3', `${sign(answer, passes)} ${escapeHtml(headline(answer))}`),
    element('blockquote', escapeHtml(foundText(answer))),
  ];
  const advice = answer.advice.map((each) => adviceItem(each, caller));
  if (advice.length > 0) parts.push(element('h4', 'What to do'), element('ul', advice.join('')));
  if (answer.request && answer.zones.length > 0) {
    parts.push(zonePicture(answer.zones, answer.request), element('p', pictureLegend(answer.request)));
  }
  if (answer.needs.length > 0) parts.push(needs(answer));
  if (answer.attempts.length > 1)
    parts.push(folded(`${answer.attempts.length} looks`, attempts(answer.attempts)));
  if (answer.request) parts.push(folded('How it was decided', facts(answer)));
  return `${parts.join('\n')}\n\n`;
}

function folded(title: string, content: string): string {
  return element('details', element('summary', title) + content);
}

/** Advice as inputs where it is that; the whole sentence lies under it. */
function adviceItem(advice: Advice, caller: Caller | undefined): string {
  const deed = caller ? deedOf(advice, caller) : null;
  if (!deed) return element('li', escapeHtml(advice.says));
  const words = escapeHtml(deed.words.join(' '));
  const isInput = advice.does !== undefined && 'options' in advice.does;
  const effect = deed.effect === '' ? '' : `: ${escapeHtml(deed.effect)}`;
  return element('li', `${isInput ? element('code', words) : words}${effect}`);
}

function sign({ verdict }: CheckAnswer, passes: boolean): string {
  if (verdict === 'unknown') return passes ? '⚠️' : '❓';
  if (!passes) return '🛑';
  return verdict === 'available' ? '✅' : '🟡';
}

function facts({ request, reason, likelihood, kernel, trial, verdict, notes }: CheckAnswer): string {
  const rows: [string, string][] = [];
  if (request) {
    rows.push(['asked', asked(request)]);
    rows.push(['path', escapeHtml(request.path)]);
    rows.push(['flags', request.gfp.map((flag) => element('code', escapeHtml(flag))).join('<br>')]);
  }
  rows.push(['rule', escapeHtml(reason)]);
  if (verdict !== 'unknown') rows.push(['chance', percent(likelihood)]);
  if (trial?.measured) rows.push(['measured', escapeHtml(`${trial.measured} (${trial.via ?? ''})`)]);
  if (kernel.release !== '') rows.push(['kernel', element('code', escapeHtml(kernel.release))]);
  const noted = notes.length === 0 ? '' : element('p', 'Assumed, or not read:') + list(notes);
  return (
    element(
      'table',
      rows
        .map(([name, value]) => row([element('th', name, { align: 'left' }), element('td', value)]))
        .join(''),
    ) + noted
  );
}

function asked(request: AnsweredRequest): string {
  const { path, pages, workload, bytes, unsized } = request;
  const whose = workload === null ? '' : `${workload}: `;
  const each = `: ${formatCount(pages)} contiguous pages${request.count === 1 ? '' : ' each'}`;
  const size = unsized === undefined ? `${path === 'contiguous' ? each : ''}, ${formatBytes(bytes)}` : '';
  const lines = [`${whose}${blocks(request)}${size}`];
  if (request.node !== undefined) lines.push(`on node ${request.node}`);
  if (request.beside.length > 0) lines.push(`the step ${beside(request)}`);
  return lines.map(escapeHtml).join('<br>');
}

/** Each need of a step that has several, the worst of which decides. */
function needs(answer: CheckAnswer): string {
  const head = ['need', 'asked', 'verdict', 'chance', 'reason'].map((name) => element('th', name));
  const rows = answer.needs.map((need) =>
    row([
      element('td', escapeHtml(needName(need, answer))),
      element('td', escapeHtml(blocks(need.request))),
      element('td', need.verdict),
      element('td', percent(need.likelihood)),
      element('td', escapeHtml(need.reason)),
    ]),
  );
  return element('table', row(head) + rows.join(''));
}

function attempts(all: readonly Attempt[]): string {
  const { first, last } = attemptsShown;
  const skipped = all.length - first - last;
  const shown = all.map((attempt, index) => ({ attempt, index }));
  const kept = skipped > 0 ? [...shown.slice(0, first), ...shown.slice(-last)] : shown;
  const rows = kept.flatMap(({ attempt, index }) => [
    ...(skipped > 0 && index === all.length - last
      ? [row([element('td', `… ${skipped} more …`, { colspan: '5' })])]
      : []),
    row([
      element('td', String(index + 1)),
      element('td', `${(attempt.afterMilliseconds / 1000).toFixed(1)} s`),
      element('td', attempt.verdict),
      element('td', percent(attempt.likelihood)),
      element('td', escapeHtml(attempt.remedy ?? '')),
    ]),
  ]);
  const head = ['look', 'after', 'verdict', 'chance', 'remedy'].map((name) => element('th', name));
  return element('table', row(head) + rows.join(''));
}

function list(items: readonly string[]): string {
  return element('ul', items.map((item) => element('li', escapeHtml(item))).join(''));
}
