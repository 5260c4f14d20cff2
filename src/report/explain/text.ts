import { escapeControls } from '../../text/escape.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';
import { labelled, reportWidth } from '../../text/wrap.ts';
import type { ExplainFormat } from './format.ts';
import { headline } from './headline.ts';
import { causeText, guardCommand, repeated, requestText, summary, unsaid, verdictText } from './words.ts';

/** For people: one block for each failure, then how many there were. */
export const textFormat: ExplainFormat = {
  name: 'text',
  render(explanation, lines, width = reportWidth) {
    const { failures, programs } = explanation;
    const blocks = [
      ...failures.map((failure) => failureText(failure, width)),
      ...programs.map((message) => programText(message, width)),
    ];
    return [...blocks, summary(explanation, lines)].join('\n');
  },
  renderFailure: (failure, width = reportWidth) =>
    failure.count > 1 ? repeatText(failure) : failureText(failure, width),
  renderProgram: (message, width = reportWidth) => programText(message, width),
};

/** A program's message: it gives no reason, but something to guard. */
function programText({ line, says, why, check, count, lastLine }: CountedMessage, width: number): string {
  const cause = why ?? unsaid;
  return escaped([
    `line ${line}: ${says}${repeated({ count, lastLine })}`,
    labelled('  cause  ', cause, width),
    ...(check === null ? [] : [guard(check)]),
  ]);
}

/** A command is there to be copied: it stays on one line. */
function guard(check: readonly string[]): string {
  return `  guard  ${guardCommand(check)}`;
}

/** One failure: what was refused to whom, why, what check would have said, and what to do. */
function failureText(failure: Failure, width: number): string {
  const lines = [
    `line ${failure.line}: ${headline(failure)}${repeated(failure)}`,
    labelled('  asked  ', requestText(failure), width),
    labelled('  cause  ', causeText(failure), width),
    labelled('  check  ', verdictText(failure), width),
    ...failure.advice.map((advice) => labelled('  do     ', advice, width)),
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
