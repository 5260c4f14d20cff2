import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import type { Caller } from './caller.ts';
import { deedOf } from './doing.ts';
import type { CheckFormat } from './format.ts';
import { foundText } from './found.ts';
import { headline } from './headline.ts';

/** One line for a log or a wrapper's message; that a machine cannot be read is said on standard error only. */
export const lineFormat: CheckFormat = {
  name: 'line',
  render: (answer, { caller }) => (answer.request === null ? '' : `${checkLine(answer, caller)}\n`),
};

/** The answer in one line: the verdict, what was asked for, what was found and, where it does not go, what to do. */
function checkLine(answer: CheckAnswer, caller?: Caller): string {
  return escapeControls(`${headline(answer)}: ${whyAndWhatToDo(answer, caller)}`);
}

/** What was found and, where it does not go, the first thing to do. */
export function whyAndWhatToDo(answer: CheckAnswer, caller?: Caller): string {
  const deeds = answer.go || !caller ? [] : answer.advice.map((advice) => deedOf(advice, caller));
  const [first] = deeds.filter((deed) => deed !== null);
  if (!first) return foundText(answer);
  const effect = first.effect === '' ? '' : ` (${first.effect})`;
  return `${foundText(answer)}; to do: ${first.words.join(' ')}${effect}`;
}
