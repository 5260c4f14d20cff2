// What the kernel's log gains between the Action's step and the end of a job that failed.
import { getState, saveState } from '@actions/core';
import { requireBundle } from '../../bundle.ts';
import { say, writeOutput } from '../../cli/output.ts';
import { UnreadableError } from '../../errors.ts';
import { addToSummary } from '../../report/job-summary.ts';

type Explaining = typeof import('../../cli/explain-log.ts');
const explaining = (): Explaining => requireBundle('explain.cjs') as Explaining;

/** What the step hands to the job's end, by the names that the runner keeps it under. */
const states = { position: 'position', unreadable: 'unreadable', said: 'said' };

/**
 * Notes where the log ends now.
 * @param said what the guard said of the machine
 */
export function noteLog(said: string): void {
  saveState(states.said, said);
  try {
    saveState(states.position, explaining().logPosition());
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    // It is said where it matters: if the job fails.
    saveState(states.unreadable, error.message);
  }
}

/**
 * Tells what the log has gained: in the job's log, as annotations, in the summary.
 * @param all with the names and ids of processes: the log is the whole host's, and what a job prints is often public
 */
export async function tellJobLog(all: boolean): Promise<void> {
  const why = getState(states.unreadable);
  if (why !== '') {
    say(`explain can tell nothing: ${why}`);
    return;
  }
  const { explainSince, foundAny, explainGithub, explainSummary } = explaining();
  const { explanation, lines } = explainSince(getState(states.position), all ? {} : { named: () => false });
  if (!foundAny(explanation)) {
    say("the job failed; since the guard's step the kernel's log tells of no failed allocation");
    return;
  }
  say(`the job failed; the guard had said before: ${getState(states.said)}; since then in the kernel's log:`);
  writeOutput(explainGithub.render(explanation, lines));
  await addToSummary(explainSummary(explanation, lines));
}
