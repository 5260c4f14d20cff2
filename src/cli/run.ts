import { UsageError, isBuddyguardError, messageOf } from '../errors.ts';
import { headline } from '../report/check/headline.ts';
import { checkText } from '../report/check/text.ts';
import { answerCheck } from './answer-check.ts';
import { callerOf } from './caller.ts';
import { closeProgress, say, tellPeople } from './output.ts';
import { tellStanding } from './refusal.ts';
import { screenOn } from './screen.ts';
import { sayUnheard } from './unheard.ts';
import { decodeSettings } from '../options/settings.ts';
import { type Bundles, loadBundle } from './bundles.ts';
import type { CommandLine } from '../options/parse.ts';

/**
 * `buddyguard run`: the check first, then the command in this process's place. Its status is ours; if the check refuses,
 * it is never started.
 */
export async function runCommandLine({ given, afterDashes }: CommandLine): Promise<number> {
  const command = afterDashes ?? [];
  if (command.length === 0)
    throw new UsageError("run: no command: expected '-- COMMAND [ARG...]' after the options");
  const settings = decodeSettings('run', given, process.env);
  if (!settings.quiet) sayUnheard('run', given);
  const { alteredVariables, requireUtf8Arguments, runCommand } = loadBundle('run.cjs');
  requireUtf8Arguments(command);
  for (const name of alteredVariables()) {
    say(`the environment variable ${name} is not UTF-8: the command gets it altered`);
  }
  const { answer, exitCode, stopListening } = await answerCheck(settings);
  if (answer.verdict === 'unknown') {
    say(`${answer.reason}; ${settings.onUnknown === 'fail' ? 'refused' : 'continuing without a check'}`);
    if (settings.onUnknown === 'fail') return exitCode;
  } else if (!answer.go) {
    if (settings.quiet) return exitCode;
    await tellStanding(answer, exitCode, () => {
      const caller = callerOf('run', { given, afterDashes }, settings.root);
      tellPeople(checkText(answer, { why: settings.why, screen: screenOn('stderr'), caller }));
      return exitCode;
    });
    say(`the command was not started`);
    return exitCode;
  }
  closeProgress();
  // At no moment does nobody listen: a signal that has come, and was not heard yet, would be lost.
  const forwarding = stopListening;
  const explain = settings.explain === false ? null : teller(command, settings.explain === 'all');
  if (!explain) return runCommand(command, { forwarding });
  const said = headline(answer);
  return runCommand(command, {
    forwarding,
    ended: (status) => {
      try {
        explain(status, said);
      } catch (error) {
        // What is merely told changes no status.
        say(`--explain can tell nothing: a bug: ${messageOf(error)}`);
      }
    },
  });
}

/** What explains the command's failure; null where it cannot be loaded, which keeps no command from running. */
function teller(
  command: readonly string[],
  all: boolean,
): ReturnType<Bundles['explain.cjs']['explainMeanwhile']> | null {
  try {
    return loadBundle('explain.cjs').explainMeanwhile(command, all);
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    say(`--explain can tell nothing: ${error.message}`);
    return null;
  }
}
