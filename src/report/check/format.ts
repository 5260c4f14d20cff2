import type { SettingsOf } from '../../options/settings.ts';
import type { CheckAnswer } from '../../guard/answer.ts';

/** The names that the options table has for `check --format`. */
export type CheckFormatName = SettingsOf<'check'>['format'];

/** What a format is told beside the answer. */
export interface Telling {
  /** as --why: what moved the likelihood is wanted */
  why: boolean;
  /** the step goes on */
  passes: boolean;
  /** the tool's own exit code */
  exitCode: number;
}

/** One way to say an answer: one file, and one line in formats.ts. */
export interface CheckFormat<Name extends CheckFormatName = CheckFormatName> {
  name: Name;
  /** Its text is meant for a workflow's log: it holds commands, and all else in it is inert. */
  holdsCommands?: true;
  /** The answer as it is printed; empty where nothing is. */
  render(answer: CheckAnswer, how: Telling): string;
  /** Says it elsewhere besides, even where nothing is to be printed. */
  publish?(answer: CheckAnswer, how: Telling): Promise<void>;
  /** The exit code of the format's protocol, where it has its own. */
  exitCode?(answer: CheckAnswer): number;
}

/**
 * Says an answer in a format.
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
  return format.exitCode?.(answer) ?? how.exitCode;
}
