import type { Explanation } from '../../kernel-log/explain/explainer.ts';
import type { Failure } from '../../kernel-log/explain/failure.ts';
import type { CountedMessage } from '../../kernel-log/line/program-message.ts';

/** One way to report on a log: one file, and one line in formats.ts. Every text ends with a line feed. */
export interface ExplainFormat {
  /** as `explain --format` takes it */
  name: string;
  /** Its text is meant for a workflow's log: it holds commands, and all else in it is inert. */
  holdsCommands?: true;
  /**
   * A whole log, of that many lines.
   * @param width what a text is wrapped at; reportWidth unless given
   */
  render(explanation: Explanation, lines: number, width?: number): string;
  /** Reports a whole log elsewhere as well. */
  publish?(explanation: Explanation, lines: number): Promise<void>;
  /** One failure as --follow finds it, as counted so far. */
  renderFailure(failure: Failure, width?: number): string;
  /** A program's message as --follow finds it. */
  renderProgram(message: CountedMessage, width?: number): string;
}
