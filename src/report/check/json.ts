import type { CheckAnswer } from '../../guard/answer.ts';
import type { CheckFormat } from './format.ts';

/** For programs: one object, and nothing else on standard output. */
export const jsonFormat: CheckFormat = { name: 'json', render: (answer) => checkJson(answer) };

/**
 * The answer as the one JSON object of `check --format json`, schema buddyguard/check/1, with a line feed.
 * @param maxAttempts how many of the attempts to keep, the last ones
 */
export function checkJson(answer: CheckAnswer, maxAttempts = Infinity): string {
  const { request } = answer;
  const object = {
    schema: 'buddyguard/check/1',
    verdict: answer.verdict,
    likelihood: rounded(answer.likelihood),
    go: answer.go,
    never: answer.never,
    reason: answer.reason,
    request: request && {
      workload: request.workload,
      bytes: request.bytes,
      order: request.order,
      pages: request.pages,
      pageSize: request.pageSize,
      path: request.path,
      gfp: request.gfp,
    },
    kernel: answer.kernel,
    zones: answer.zones,
    attempts: answer.attempts
      .slice(-maxAttempts)
      .map((attempt) => ({ ...attempt, likelihood: rounded(attempt.likelihood) })),
    advice: answer.advice,
    terms: answer.terms,
    notes: answer.notes,
    ...(answer.trial ? { trial: answer.trial } : {}),
  };
  return `${JSON.stringify(object)}\n`;
}

function rounded(likelihood: number): number {
  return Math.round(likelihood * 10_000) / 10_000;
}
