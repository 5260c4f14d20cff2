import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';
import { element, escapeHtml } from '../check/github-html.ts';
import { pageHtml, pairs } from '../page/page.ts';
import { headline } from './headline.ts';
import { causeText, guardCommand, repeated, requestText, summary, unsaid, verdictText } from './words.ts';

/** A log's failures as one page, an article for each. */
export function explainHtml(explanation: Explanation, lines: number): string {
  const { failures, programs } = explanation;
  const told = summary(explanation, lines).trim();
  const isFound = failures.length + programs.length > 0;
  const parts = [
    element('h1', `<span class="state ${isFound ? 'bad' : 'good'}">${isFound ? 'failures' : 'nothing'}</span>: ${escapeHtml(told)}`), // prettier-ignore
    ...failures.map(failureArticle),
    ...programs.map(programArticle),
  ];
  return pageHtml({ title: `buddyguard explain: ${told}`, body: parts.join('\n') });
}

function failureArticle(failure: Failure): string {
  return article(`line ${failure.line}: ${headline(failure)}${repeated(failure)}`, [
    ['asked', escapeHtml(requestText(failure))],
    ['cause', escapeHtml(causeText(failure))],
    ['check', escapeHtml(verdictText(failure))],
    ...failure.advice.map((advice): [string, string] => ['do', escapeHtml(advice)]),
    ...guard(failure.check),
  ]);
}

function programArticle(message: CountedMessage): string {
  return article(`line ${message.line}: ${message.says}${repeated(message)}`, [
    ['cause', escapeHtml(message.why ?? unsaid)],
    ...guard(message.check),
  ]);
}

function guard(check: readonly string[] | null): [string, string][] {
  return check === null ? [] : [['guard', element('code', escapeHtml(guardCommand(check)))]];
}

function article(title: string, rows: readonly [string, string][]): string {
  return element('article', element('h2', escapeHtml(title)) + pairs(rows));
}
