import { escapeControls } from '../../text/escape.ts';
import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import { explainText, headline, shellWord } from './text.ts';
import { inertLog } from '../../text/inert-log.ts';

/** A step shows no more annotations of a level than this. */
const mostAnnotations = 10;

/** The answer for a workflow's log: the text, then one annotation a failure. */
export function explainGithub(explanation: Explanation, lines: number): string {
  return (
    inertLog(explainText(explanation, lines)) +
    explanation.failures.slice(0, mostAnnotations).map(failureAnnotation).join('')
  );
}

/** One failure as a workflow command. */
export function failureAnnotation(failure: Failure): string {
  const guard = failure.check === null ? '' : `; guard: buddyguard ${failure.check.map(shellWord).join(' ')}`;
  const message = escapeControls(
    `${failure.cause}${failure.reason === '' ? '' : `: ${failure.reason}`}${guard}`,
  );
  return `::warning title=${property(escapeControls(headline(failure)))}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
