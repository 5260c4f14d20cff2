import { basename } from 'node:path';
import { isBuddyguardError } from '../errors.ts';
import { Explainer } from '../kernel-log/explain/explainer.ts';
import { Meanwhile } from '../kernel-log/read/meanwhile.ts';
import { textFormat } from '../report/explain/text.ts';
import { say, tellPeople } from './output.ts';

/** Letters of a command's name that the kernel keeps (TASK_COMM_LEN without its final NUL). */
const maxCommLength = 15;

/**
 * Notes the end of the kernel's log, so that what it gains while a command runs can be explained.
 * @param whose `own`: names and ids of other processes than the command are left out, because the log is the whole host's
 * and what a CI job prints is often public
 * @returns to be called with how the command ended, and what the guard had said of the machine before
 */
export function explainMeanwhile(
  whose: 'own' | 'all',
  command: readonly string[],
): (status: number | NodeJS.Signals, said: string) => void {
  let log: Meanwhile | null = null;
  let why = '';
  try {
    log = new Meanwhile();
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    why = error.message;
  }
  return (status, said) => {
    if (status === 0) return;
    try {
      if (log) tell(log.records(), status, said);
      else say(`--explain: the kernel's log tells nothing here: ${why}`);
    } catch (error) {
      if (!isBuddyguardError(error)) throw error;
      say(`--explain: ${error.message}`);
    }
  };

  function tell(records: readonly string[], status: number | NodeJS.Signals, said: string): void {
    const own = basename(command[0] ?? '').slice(0, maxCommLength);
    const explainer = new Explainer(whose === 'all' ? {} : { named: (comm) => comm === own });
    let number = 0;
    for (const record of records) for (const line of record.split('\n')) explainer.read(line, ++number);
    explainer.flush();
    const explanation = explainer.explanation();
    const ended = typeof status === 'number' ? `exit status ${status}` : status;
    if (explanation.failures.length + explanation.programs.length === 0) {
      say(`the command ended with ${ended}; the kernel's log tells of no failed allocation meanwhile`);
      return;
    }
    say(
      `the command ended with ${ended}; before it the guard had said: ${said}; meanwhile in the kernel's log:`,
    );
    tellPeople(textFormat.render(explanation, number));
  }
}
