import * as core from '@actions/core';
import { messageOf } from '../errors.ts';
import { escapeControls } from '../text/escape.ts';

/**
 * Adds a block to the job summary, the file that GITHUB_STEP_SUMMARY names; where it is not set, does nothing. What is
 * lost is said in an annotation: the answer still stands.
 */
export async function addToSummary(html: string): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(html).write();
  } catch (error) {
    tellLost('the job summary', error);
  }
}

/** The answer still stands if its files cannot be written: the annotation and the exit code give it too. */
export function tellLost(what: string, error: unknown): void {
  const why = escapeControls(messageOf(error));
  core.warning(`${what} could not be written: ${why}`, { title: 'buddyguard' });
}
