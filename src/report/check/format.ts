import type { CheckAnswer } from '../../guard/answer.ts';
import type { Screen } from '../../text/screen.ts';
import type { Caller } from './caller.ts';

/** What a format is told besides the answer. */
export interface Telling {
  /** as --why: print all that the answer rests on */
  why: boolean;
  /** as --quiet: say nothing of what goes */
  quiet?: boolean;
  /** what a text is printed to; a plain log unless given */
  screen?: Screen;
  /** who is to follow advice */
  caller?: Caller;
  /** the step goes ahead */
  passes: boolean;
  /** the tool's own exit code */
  exitCode: number;
}

/** One way to report an answer: one file, and one line in formats.ts. */
export interface CheckFormat {
  /** as `check --format` takes it */
  name: string;
  /** Its text is meant for a workflow's log: it holds commands, and all else in it is inert. */
  holdsCommands?: true;
  /** The answer as it is printed; empty to print nothing. */
  render(answer: CheckAnswer, how: Telling): string;
  /** Reports it elsewhere as well, even if nothing is printed. */
  publish?(answer: CheckAnswer, how: Telling): Promise<void>;
  /** The exit code of the format's protocol, if it has its own; `own` is the tool's. */
  exitCode?(answer: CheckAnswer, own: number): number;
  /** What is printed in place of an error on standard error, and its exit code, where the protocol has a form for it. */
  failure?(message: string): { text: string; exitCode: number };
}

/**
 * Reports an answer in a format.
 * @returns the exit code: the protocol's, else the tool's own
 */
export async function tell(
  format: CheckFormat,
  answer: CheckAnswer,
  how: Telling,
  print: (text: string) => void,
): Promise<number> {
  print(format.render(answer, how));
  await format.publish?.(answer, how);
  return format.exitCode?.(answer, how.exitCode) ?? how.exitCode;
}
