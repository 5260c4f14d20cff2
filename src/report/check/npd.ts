import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import type { CheckFormat } from './format.ts';
import { headline } from './headline.ts';

/** Of the message; node-problem-detector cuts what is longer, wherever that falls. */
const maxBytes = 80;
const codes = { ok: 0, problem: 1, unknown: 2 } as const;

/** For node-problem-detector's custom plugins: a short message, and their exit codes. */
export const npdFormat: CheckFormat = {
  name: 'npd',
  render: (answer) => message(answer.request === null ? answer.reason : headline(answer)),
  exitCode: (answer) => codeOf(answer),
  failure: (error) => ({ text: message(error), exitCode: codes.unknown }),
};

function codeOf({ verdict, go }: CheckAnswer): number {
  if (verdict === 'unknown') return codes.unknown;
  return go ? codes.ok : codes.problem;
}

/** One line of at most `maxBytes` bytes, cut between two characters. */
function message(text: string): string {
  let told = '';
  for (const character of escapeControls(text)) {
    if (Buffer.byteLength(told + character) > maxBytes) break;
    told += character;
  }
  return `${told}\n`;
}
