import type { Attempt } from '../../guard/check.ts';
import type { AnsweredNeed, AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { beside, blocks } from './asked.ts';
import { checkText } from './text.ts';
import { element, escapeHtml, row } from './github-html.ts';
import { gauge, pictureLegend, zonePicture } from './github-picture.ts';
import { formatBytes, formatCount } from '../../text/units.ts';

/** Retries may go on for days; the first and the last looks tell the story. */
const attemptsShown = { first: 3, last: 7 };

/**
 * The job summary of a check, as one block of HTML without blank lines, so that none of it is read as Markdown;
 * the blank line at its end lets Markdown resume.
 * @param passes the step goes ahead
 */
export function checkSummary(answer: CheckAnswer, passes: boolean): string {
  const [headline = ''] = checkText(answer, false).split('\n');
  const parts = [
    element('h3', `${sign(answer, passes)} ${escapeHtml(headline)}`),
    element('blockquote', escapeHtml(answer.reason)),
  ];
  if (answer.request) parts.push(facts(answer));
  if (answer.needs.length > 0) parts.push(needs(answer.needs));
  if (answer.advice.length > 0) {
    parts.push(element('h4', 'What to do'), list(answer.advice));
  }
  if (answer.request && answer.zones.length > 0) {
    parts.push(zonePicture(answer.zones, answer.request), element('p', pictureLegend(answer.request)));
  }
  if (answer.attempts.length > 1) {
    parts.push(
      element('details', element('summary', `${answer.attempts.length} looks`) + attempts(answer.attempts)),
    );
  }
  if (answer.notes.length > 0) {
    parts.push(
      element('details', element('summary', 'What was assumed or could not be read') + list(answer.notes)),
    );
  }
  return `${parts.join('\n')}\n\n`;
}

function sign({ verdict }: CheckAnswer, passes: boolean): string {
  if (verdict === 'unknown') return passes ? '⚠️' : '❓';
  if (!passes) return '🛑';
  return verdict === 'available' ? '✅' : '🟡';
}

function facts({ request, likelihood, kernel, trial, verdict }: CheckAnswer): string {
  const columns: [string, string][] = [];
  if (request) {
    columns.push(['asked', asked(request)]);
    columns.push(['path', escapeHtml(request.path)]);
    columns.push(['flags', request.gfp.map((flag) => element('code', escapeHtml(flag))).join('<br>')]);
  }
  if (verdict !== 'unknown') columns.push(['likelihood', likelihoodGauge(likelihood)]);
  if (trial?.measured) columns.push(['measured', escapeHtml(`${trial.measured} (${trial.via ?? ''})`)]);
  if (kernel.release !== '') columns.push(['kernel', element('code', escapeHtml(kernel.release))]);
  const head = columns.map(([name]) => element('th', name, { align: 'left' }));
  return element('table', row(head) + row(columns.map(([, value]) => element('td', value))));
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
function needs(all: readonly AnsweredNeed[]): string {
  const head = ['need', 'asked', 'verdict', 'likelihood', 'reason'].map((name) => element('th', name));
  const rows = all.map(({ what, request, verdict, likelihood, reason }) =>
    row([
      element('td', escapeHtml(what)),
      element('td', escapeHtml(blocks(request))),
      element('td', verdict),
      element('td', likelihoodGauge(likelihood)),
      element('td', escapeHtml(reason)),
    ]),
  );
  return element('table', row(head) + rows.join(''));
}

function likelihoodGauge(likelihood: number): string {
  return `${gauge(Math.round(likelihood * 10), 10)}&nbsp;${likelihood.toFixed(2)}`;
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
      element('td', likelihoodGauge(attempt.likelihood)),
      element('td', escapeHtml(attempt.remedy ?? '')),
    ]),
  ]);
  const head = ['look', 'after', 'verdict', 'likelihood', 'remedy'].map((name) => element('th', name));
  return element('table', row(head) + rows.join(''));
}

function list(items: readonly string[]): string {
  return element('ul', items.map((item) => element('li', escapeHtml(item))).join(''));
}
