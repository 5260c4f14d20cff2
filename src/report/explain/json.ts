import type { Failure } from '../../kernel-log/explain/failure.ts';
import { jsonLine } from '../../text/json-line.ts';
import type { ExplainFormat } from './format.ts';

/** For programs, schema buddyguard/explain/1: one JSON object for a log, or with --follow one line for each failure. */
export const jsonFormat: ExplainFormat = {
  name: 'json',
  render: ({ failures, ...rest }, lines) => objectLine(failures, { ...rest, lines }),
  renderFailure: (failure) => objectLine([failure], {}),
  renderProgram: (message) => objectLine([], { programs: [message] }),
};

function objectLine(failures: readonly Failure[], more: object): string {
  const object = { schema: 'buddyguard/explain/1', failures: failures.map(rounded), ...more };
  return jsonLine(object);
}

function rounded(failure: Failure): Failure {
  const { likelihood } = failure;
  return { ...failure, likelihood: likelihood === null ? null : Math.round(likelihood * 10_000) / 10_000 };
}
