import { UsageError, isBuddyguardError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { tell } from '../report/check/format.ts';
import { checkFormats } from '../report/check/formats.ts';
import { answerCheck } from './answer-check.ts';
import { callerOf } from './caller.ts';
import { plainScreen } from '../text/screen.ts';
import { print, say } from './output.ts';
import { writeWhole } from './output-file.ts';
import { tellStanding } from './refusal.ts';
import { screenOn } from './screen.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard check`: reports the answer and returns the exit code. */
export async function checkCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null)
    throw new UsageError("check: '--' and a command: expected 'buddyguard run … -- COMMAND'");
  // A protocol has a form for errors, too.
  const named = checkFormats.find(
    ({ name }) => name === (given.get('format') ?? process.env.BUDDYGUARD_FORMAT),
  );
  try {
    return await answered(given);
  } catch (error) {
    if (!named?.failure || !isBuddyguardError(error)) throw error;
    const { text, exitCode } = named.failure(error.message);
    print(text);
    return exitCode;
  }
}

async function answered(given: CommandLine['given']): Promise<number> {
  const settings = decodeSettings('check', given, process.env);
  const format = choose(settings.format, checkFormats);
  if (!settings.quiet) sayUnheard('check', given);
  const { answer, exitCode, stopListening } = await answerCheck(settings);
  stopListening();
  if (answer.request === null) say(answer.reason);
  const how = {
    ...{ why: settings.why, quiet: settings.quiet, passes: answer.go, exitCode },
    ...{
      screen: settings.output === undefined ? screenOn('stdout') : plainScreen,
      caller: callerOf('check', { given, afterDashes: null }, settings.root),
    },
  };
  const told = (): Promise<number> =>
    tell(format, answer, how, (text) => {
      if (settings.output !== undefined) writeWhole(settings.output, text);
      else if (!settings.quiet) print(text);
    });
  // A protocol says in its own form that it cannot answer.
  return format.failure ? told() : tellStanding(answer, exitCode, told);
}
