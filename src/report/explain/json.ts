import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';

/** The one JSON object of `explain --format json`, schema buddyguard/explain/1, with a line feed. */
export function explainJson({ failures, ...rest }: Explanation, lines: number): string {
  return `${JSON.stringify({ schema: 'buddyguard/explain/1', failures: failures.map(rounded), ...rest, lines })}\n`;
}

/** One failure as it is found, for --follow: an object of the same shape on one line. */
export function failureJson(failure: Failure): string {
  return `${JSON.stringify({ schema: 'buddyguard/explain/1', failures: [rounded(failure)] })}\n`;
}

/** A program's message as it is found, for --follow. */
export function programJson(program: CountedMessage): string {
  return `${JSON.stringify({ schema: 'buddyguard/explain/1', failures: [], programs: [program] })}\n`;
}

function rounded(failure: Failure): Failure {
  const { likelihood } = failure;
  return { ...failure, likelihood: likelihood === null ? null : Math.round(likelihood * 10_000) / 10_000 };
}
