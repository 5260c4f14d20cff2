import * as core from '@actions/core';
import { writeAll } from '../../cli/output.ts';
import { escapeControls } from '../../text/escape.ts';
import type { CheckAnswer } from '../../report/check/answer.ts';
import { checkText } from '../../report/check/text.ts';
import { type Annotation, checkAnnotation } from '../../report/check/github-annotation.ts';
import { inertLog } from '../../text/inert-log.ts';
import { type Outputs, checkOutputs, failureOutputs } from '../../report/check/github-outputs.ts';
import { checkSummary } from '../../report/check/github-summary.ts';

/** How an answer is published. */
export interface PublishOptions {
  /** the tool's own code, which a workflow cannot see otherwise */
  exitCode: number;
  /** the step goes on */
  passes: boolean;
  /** as --why and --quiet, for the report in the log */
  why: boolean;
  quiet: boolean;
}

/**
 * Publishes an answer to a workflow run: the report in the log, one annotation, the step's outputs, the job summary.
 * The last two go to the files that GITHUB_OUTPUT and GITHUB_STEP_SUMMARY name, and nowhere where they name none.
 */
export async function publishCheck(answer: CheckAnswer, options: PublishOptions): Promise<void> {
  const { passes, exitCode } = options;
  if (!options.quiet) writeAll(1, inertLog(checkText(answer, options.why)));
  annotate(checkAnnotation(answer, passes));
  publishOutputs(checkOutputs(answer, exitCode));
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  try {
    await core.summary.addRaw(checkSummary(answer, passes)).write();
  } catch (error) {
    tellLost('the job summary', error);
  }
}

/** Publishes a trouble that left no answer. */
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

/** The answer stands where its files cannot be written: the annotation and the exit code say it too. */
function tellLost(what: string, error: unknown): void {
  const why = escapeControls(error instanceof Error ? error.message : String(error));
  annotate({ level: 'warning', title: 'buddyguard', message: `${what} could not be written: ${why}` });
}
