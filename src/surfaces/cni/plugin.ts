import { answerCheck } from '../../cli/answer-check.ts';
import { say } from '../../cli/output.ts';
import { isBuddyguardError } from '../../errors.ts';
import type { CheckAnswer } from '../../guard/answer.ts';
import { foundText } from '../../report/check/found.ts';
import { headline } from '../../report/check/headline.ts';
import type { Call } from './call.ts';
import { type CniConfiguration, asConfigurationError } from './configuration.ts';
import { CniError, cniCodes, emptyResult, versionResult } from './protocol.ts';

/**
 * Does what a call asks.
 * @returns what goes to standard output
 * @throws CniError where it is refused
 */
export async function answerCall(call: Call): Promise<string> {
  switch (call.command) {
    case 'VERSION':
      return versionResult(call.version);
    case 'ADD':
      await requireMemory(call, cniCodes.tryAgainLater);
      return call.previous ?? emptyResult(call.version);
    case 'STATUS':
      if (call.status) await requireMemory({ ...call, settings: atOnce(call) }, cniCodes.notAvailable);
      return '';
    // Nothing was made, so nothing can be missing and nothing is left over.
    case 'CHECK':
    case 'GC':
    case 'DEL':
      return '';
  }
}

/** One look, and nothing is changed: a runtime asks for the status every few seconds. */
function atOnce({ settings }: CniConfiguration): CniConfiguration['settings'] {
  return { ...settings, retries: 0, timeoutMilliseconds: undefined, compact: false };
}

/** @throws CniError with `code`, or that of what no wait can help */
async function requireMemory({ settings }: CniConfiguration, code: number): Promise<void> {
  const answer = await ask(settings);
  if (answer.verdict === 'unknown') {
    if (settings.onUnknown === 'fail') throw new CniError(code, `refused: ${answer.reason}`);
    say(`${answer.reason}; continuing without a check`);
  } else if (!answer.go) {
    throw new CniError(answer.never ? cniCodes.never : code, headline(answer), foundText(answer));
  }
}

async function ask(settings: CniConfiguration['settings']): Promise<CheckAnswer> {
  try {
    const { answer, stopListening } = await answerCheck(settings);
    stopListening();
    return answer;
  } catch (error) {
    const known = asConfigurationError(error);
    if (isBuddyguardError(known)) throw new CniError(cniCodes.inputOutput, known.message);
    throw known;
  }
}
