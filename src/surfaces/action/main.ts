// The GitHub Action's entry: inputs in; log, annotation, outputs and summary out.
import { join } from 'node:path';
import { addPath, debug, getInput } from '@actions/core';
import { answerCheck } from '../../cli/answer-check.ts';
import { callerOf } from '../../cli/caller.ts';
import { keepInspectorOff } from '../../cli/end-on-signals.ts';
import { print, say } from '../../cli/output.ts';
import { decodeSettings } from '../../options/settings.ts';
import { unknownVariables } from '../../options/unheard.ts';
import { isBuddyguardError, messageOf, traceOf } from '../../errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { givenInputs, inInputTerms } from './inputs.ts';
import { noteLog } from './job-log.ts';
import { installCommand } from './on-path.ts';
import { tell } from '../../report/check/format.ts';
import { githubFormat } from '../../report/check/github.ts';
import { headline } from '../../report/check/headline.ts';
import { publishCheck, publishFailure } from '../../report/check/github-publish.ts';

async function main(): Promise<boolean> {
  putOnPath();
  const given = givenInputs(getInput);
  const settings = decodeSettings('run', given, process.env);
  if (!settings.quiet) for (const sentence of unknownVariables(process.env)) say(sentence);
  const { answer, exitCode, stopListening } = await answerCheck(settings);
  stopListening();
  if (settings.explain !== false) noteLog(headline(answer));
  const passes = answer.go || (answer.verdict === 'unknown' && settings.onUnknown === 'warn');
  const caller = callerOf('run', { given, afterDashes: null }, settings.root, 'inputs');
  const how = { why: settings.why, quiet: settings.quiet, passes, exitCode, caller };
  // This bundle contains the publishing itself.
  await tell({ ...githubFormat, publish: publishCheck }, answer, how, (text) => {
    if (!settings.quiet) print(text);
  });
  return passes;
}

function putOnPath(): void {
  const { RUNNER_TEMP, GITHUB_PATH } = process.env;
  if (!RUNNER_TEMP || !GITHUB_PATH) return;
  try {
    addPath(installCommand(RUNNER_TEMP, process.execPath, join(__dirname, 'cli.cjs')));
  } catch (error) {
    // The check does not need it, and a step that does will say that it is missing.
    say(`'buddyguard' is not on PATH for later steps: ${messageOf(error)}`);
  }
}

/** One line for everybody; the trace of a bug only if the step is being debugged. */
function fail(error: unknown): void {
  process.exitCode = 1;
  if (isBuddyguardError(error)) {
    publishFailure(inInputTerms(error.message), error.exitCode);
    return;
  }
  publishFailure(`a bug: ${messageOf(error)}; a run with debug logging shows where`, exitCodes.bug);
  debug(traceOf(error));
}

keepInspectorOff();

main().then((passes) => {
  process.exitCode = passes ? 0 : 1;
}, fail);
