import type { AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { jsonLine } from '../../text/json-line.ts';
import type { CheckFormat } from './format.ts';

/** For programs: one object, and nothing else on standard output. */
export const jsonFormat: CheckFormat = { name: 'json', render: (answer) => checkJson(answer) };

/**
 * The answer as the one JSON object of `check --format json`, schema buddyguard/check/1, with a line feed.
 * @param maxAttempts how many of the attempts to keep, the last ones
 */
export function checkJson(answer: CheckAnswer, maxAttempts = Infinity): string {
  const object = {
    schema: 'buddyguard/check/1',
    verdict: answer.verdict,
    likelihood: rounded(answer.likelihood),
    go: answer.go,
    never: answer.never,
    reason: answer.reason,
    request: answer.request && requestObject(answer.request),
    ...(answer.needs.length === 0
      ? {}
      : {
          needs: answer.needs.map((need) => ({
            what: need.what,
            request: requestObject(need.request),
            verdict: need.verdict,
            likelihood: rounded(need.likelihood),
            reason: need.reason,
          })),
        }),
    ...(answer.workloads.length < 2
      ? {}
      : {
          workloads: answer.workloads.map((each) => ({ ...each, likelihood: rounded(each.likelihood) })),
        }),
    kernel: answer.kernel,
    zones: answer.zones,
    attempts: answer.attempts
      .slice(-maxAttempts)
      .map((attempt) => ({ ...attempt, likelihood: rounded(attempt.likelihood) })),
    advice: answer.advice.map(({ says }) => says),
    terms: answer.terms,
    notes: answer.notes,
    ...(answer.trial ? { trial: answer.trial } : {}),
  };
  return jsonLine(object);
}

function requestObject(request: AnsweredRequest): object {
  const { workload, bytes, order, pages, pageSize, path, gfp, from, count, stepPages, beside, node } =
    request;
  return {
    ...{ workload, bytes, order, pages, pageSize, path, gfp, count, stepPages },
    ...(from === undefined ? {} : { from }),
    ...(beside.length === 0 ? {} : { beside }),
    ...(node === undefined ? {} : { node }),
  };
}

function rounded(likelihood: number): number {
  return Math.round(likelihood * 10_000) / 10_000;
}
