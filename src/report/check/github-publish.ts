import * as core from '@actions/core';
import type { CheckAnswer } from '../../guard/answer.ts';
import { escapeControls } from '../../text/escape.ts';
import type { Telling } from './format.ts';
import { type Annotation, checkAnnotation } from './github-annotation.ts';
import { type Outputs, checkOutputs, failureOutputs } from './github-outputs.ts';
import { checkSummary } from './github-summary.ts';
import { addToSummary, tellLost } from '../job-summary.ts';

/**
 * Publishes an answer to a workflow run: one annotation, the step's outputs, the job summary. The last two go to the
 * files that GITHUB_OUTPUT and GITHUB_STEP_SUMMARY name; where one is not set, that part is skipped. With `quiet` what
 * goes gets its outputs alone.
 */
export async function publishCheck(
  answer: CheckAnswer,
  { passes, exitCode, quiet, caller }: Telling,
): Promise<void> {
  const silent = quiet === true && answer.go;
  if (!silent) annotate(checkAnnotation(answer, passes, caller));
  publishOutputs(checkOutputs(answer, exitCode));
  if (silent) return;
  await addToSummary(checkSummary(answer, passes, caller));
}

/** Publishes an error that left no answer. */
export function publishFailure(message: string, exitCode: number): void {
  const line = escapeControls(message);
  annotate({ level: 'error', title: 'buddyguard: no answer', message: line });
  publishOutputs(failureOutputs(line, exitCode));
}

function annotate({ level, title, message }: Annotation): void {
  core[level](message, { title });
}

function publishOutputs(outputs: Outputs): void {
  if (!process.env.GITHUB_OUTPUT) return;
  try {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  } catch (error) {
    tellLost("the step's outputs", error);
  }
}
