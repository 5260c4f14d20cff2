import { escapeControls } from '../../text/escape.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';
import { labelled } from '../../text/wrap.ts';
import type { ExplainFormat } from './format.ts';
import { headline } from './headline.ts';
import { causeText, guardCommand, repeated, requestText, summary, unsaid, verdictText } from './words.ts';

/** For people: one block for each failure, then how many there were. */
export const textFormat: ExplainFormat = {
  name: 'text',
  render(explanation, lines) {
    const { failures, programs } = explanation;
    const blocks = [...failures.map(failureText), ...programs.map(programText)];
    return [...blocks, summary(explanation, lines)].join('\n');
  },
  renderFailure: (failure) => (failure.count > 1 ? repeatText(failure) : failureText(failure)),
  renderProgram: programText,
};

/** A program's message: it gives no reason, but something to guard. */
function programText({ line, says, why, check, count, lastLine }: CountedMessage): string {
  const cause = why ?? unsaid;
  return escaped([
    `line ${line}: ${says}${repeated({ count, lastLine })}`,
    labelled('  cause  ', cause),
    ...(check === null ? [] : [guard(check)]),
  ]);
}

/** A command is there to be copied: it stays on one line. */
function guard(check: readonly string[]): string {
  return `  guard  ${guardCommand(check)}`;
}

/** One failure: what was refused to whom, why, what check would have said, and what to do. */
function failureText(failure: Failure): string {
  const lines = [
    `line ${failure.line}: ${headline(failure)}${repeated(failure)}`,
    labelled('  asked  ', requestText(failure)),
    labelled('  cause  ', causeText(failure)),
    labelled('  check  ', verdictText(failure)),
    ...failure.advice.map((advice) => labelled('  do     ', advice)),
    ...(failure.check === null ? [] : [guard(failure.check)]),
  ];
  return escaped(lines);
}

/** One line for a failure that has been reported before. */
function repeatText(failure: Failure): string {
  return escaped([`line ${failure.lastLine}: again: ${headline(failure)}${repeated(failure)}`]);
}

function escaped(lines: readonly string[]): string {
  return `${lines.map((line) => line.split('\n').map(escapeControls).join('\n')).join('\n')}\n`;
}
