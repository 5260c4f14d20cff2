import type { CheckAnswer } from '../../guard/answer.ts';
import { checkJson } from './json.ts';

/** What a step publishes, in the order of action.yml. */
export type Outputs = Record<
  'verdict' | 'likelihood' | 'order' | 'reason' | 'exit-code' | 'attempts' | 'json',
  string
>;

/** A job may publish 1 MiB in all; after days of waiting there must still be room for the answer. */
const maxAttempts = 1000;

/** The outputs of a check; `order` is empty where the machine could not be read. */
export function checkOutputs(answer: CheckAnswer, exitCode: number): Outputs {
  return {
    verdict: answer.verdict,
    likelihood: String(Math.round(answer.likelihood * 10_000) / 10_000),
    order: answer.request ? String(answer.request.order) : '',
    reason: answer.reason,
    'exit-code': String(exitCode),
    attempts: String(answer.attempts.length),
    json: checkJson(answer, maxAttempts).trimEnd(),
  };
}

/** The outputs if there is no answer: a wrong input, or a bug. */
export function failureOutputs(reason: string, exitCode: number): Outputs {
  return {
    verdict: '',
    likelihood: '',
    order: '',
    reason,
    'exit-code': String(exitCode),
    attempts: '0',
    json: '',
  };
}
