import { type UnreadableError, isBuddyguardError } from '../errors.ts';
import type { CheckAnswer } from '../guard/answer.ts';
import { headline } from '../report/check/headline.ts';
import { say } from './output.ts';

/**
 * Tells an answer, and returns the exit code. A refusal stands even where the system is short of what its report takes, a
 * descriptor for a bundle: it is then told in one line, with `exitCode`.
 * @throws what `tell` throws, for every other answer and trouble
 */
export async function tellStanding(
  answer: CheckAnswer,
  exitCode: number,
  tell: () => number | Promise<number>,
): Promise<number> {
  try {
    return await tell();
  } catch (error) {
    if (answer.go || answer.verdict === 'unknown' || !isPassing(error)) throw error;
    say(headline(answer));
    say(error.message);
    return exitCode;
  }
}

function isPassing(error: unknown): error is Error {
  return isBuddyguardError(error) && (error as Partial<UnreadableError>).passes === true;
}
