import { UsageError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { tell } from '../report/check/format.ts';
import { checkFormats } from '../report/check/formats.ts';
import { answerCheck } from './answer-check.ts';
import { callerOf } from './caller.ts';
import { print, say } from './output.ts';
import { screenOn } from './screen.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard check`: reports the answer and returns the exit code. */
export async function checkCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null)
    throw new UsageError("check: '--' and a command: expected 'buddyguard run … -- COMMAND'");
  const settings = decodeSettings('check', given, process.env);
  const format = choose(settings.format, checkFormats);
  if (!settings.quiet) sayUnheard(given);
  const { answer, exitCode, stopListening } = await answerCheck(settings);
  stopListening();
  if (answer.request === null) say(answer.reason);
  const how = {
    ...{ why: settings.why, quiet: settings.quiet, passes: answer.go, exitCode },
    ...{ screen: screenOn('stdout'), caller: callerOf('check', { given, afterDashes }, settings.root) },
  };
  return tell(format, answer, how, (text) => {
    if (!settings.quiet) print(text);
  });
}
