import { basename } from 'node:path';
import { isBuddyguardError } from '../errors.ts';
import { explainSince, foundAny } from '../kernel-log/explain/explain-since.ts';
import { logPosition } from '../kernel-log/read/log-position.ts';
import { textFormat } from '../report/explain/text.ts';
import { say, tellPeople } from './output.ts';
import { reportWidthOn } from './screen.ts';

/** Letters of a command's name that the kernel keeps (TASK_COMM_LEN without its final NUL). */
const maxCommLength = 15;

/** Called with how the command ended, and what the guard had said of the machine before. */
type Teller = (status: number | NodeJS.Signals, said: string) => void;

/**
 * Notes the end of the kernel's log, so that what it gains while a command runs can be explained if the command fails.
 * @param all also tell the names and ids of other processes than the command: the log is the whole host's, and what a CI
 * job prints is often public
 */
export function explainMeanwhile(command: readonly string[], all: boolean): Teller {
  const own = basename(command[0] ?? '').slice(0, maxCommLength);
  const position = attempt(logPosition);
  return (status, said) => {
    if (status === 0) return;
    const gained =
      'error' in position
        ? position
        : attempt(() => explainSince(position.value, all ? {} : { named: (comm) => comm === own }));
    if ('error' in gained) {
      say(`--explain can tell nothing: ${gained.error}`);
      return;
    }
    const { explanation, lines } = gained.value;
    const ended = `the command ended with ${typeof status === 'number' ? `exit status ${status}` : status}`;
    if (!foundAny(explanation)) {
      say(`${ended}; the kernel's log tells of no failed allocation meanwhile`);
      return;
    }
    say(`${ended}; the guard had said before: ${said}; meanwhile in the kernel's log:`);
    tellPeople(textFormat.render(explanation, lines, reportWidthOn('stderr')));
  };
}

/** A log that may not be read changes nothing; why is told if the command fails. */
function attempt<T>(read: () => T): { value: T } | { error: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    return { error: error.message };
  }
}
