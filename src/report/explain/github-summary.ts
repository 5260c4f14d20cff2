import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';
import { element, escapeHtml, row } from '../check/github-html.ts';
import { headline } from './headline.ts';
import { causeText, guardCommand, repeated, requestText, summary, unsaid, verdictText } from './words.ts';

/** A job summary has room for a megabyte, and its reader for a screen or two. */
const maxBlocks = 10;

/**
 * A log's failures as a part of a job summary: one block of HTML without blank lines, so that none of it is read as
 * Markdown; the blank line at its end lets Markdown resume.
 */
export function explainSummary(explanation: Explanation, lines: number): string {
  const { failures, programs } = explanation;
  const blocks = [...failures.map(failureBlock), ...programs.map(programBlock)];
  const more = blocks.length - maxBlocks;
  const sign = blocks.length === 0 ? '✅' : '🛑';
  return `${[
    element('h3', `${sign} ${escapeHtml(summary(explanation, lines).trimEnd())}`),
    ...blocks.slice(0, maxBlocks),
    ...(more > 0 ? [element('p', `… and ${more} more: the step's log has them`)] : []),
  ].join('\n')}\n\n`;
}

function failureBlock(failure: Failure): string {
  return block(`${headline(failure)}${repeated(failure)}`, [
    ['asked', escapeHtml(requestText(failure))],
    ['cause', escapeHtml(causeText(failure))],
    ['check', escapeHtml(verdictText(failure))],
    ...failure.advice.map((advice): Cell => ['do', escapeHtml(advice)]),
    ...guardRow(failure.check),
  ]);
}

function programBlock(message: CountedMessage): string {
  return block(`${message.says}${repeated(message)}`, [
    ['cause', escapeHtml(message.why ?? unsaid)],
    ...guardRow(message.check),
  ]);
}

type Cell = [name: string, content: string];

function guardRow(check: readonly string[] | null): Cell[] {
  return check === null ? [] : [['guard', element('code', escapeHtml(guardCommand(check)))]];
}

function block(title: string, cells: readonly Cell[]): string {
  const rows = cells.map(([name, content]) =>
    row([element('th', name, { align: 'left' }), element('td', content)]),
  );
  return element('h4', escapeHtml(title)) + element('table', rows.join(''));
}
