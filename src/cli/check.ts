import { UsageError } from '../errors.ts';
import { checkJson } from '../report/check/json.ts';
import { checkText } from '../report/check/text.ts';
import { passGate } from './gate.ts';
import { say, writeAll } from './output.ts';
import { loadBundle } from './bundles.ts';
import { decodeSettings } from '../options/settings.ts';
import type { CommandLine } from '../options/parse.ts';

/** `buddyguard check`: prints the answer, returns the exit code. */
export async function checkCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null)
    throw new UsageError("check: '--' and a command: expected 'buddyguard run … -- COMMAND'");
  const settings = decodeSettings('check', given, process.env);
  const { answer, exitCode } = await passGate(settings);
  if (answer.verdict === 'unknown') say(answer.reason);
  if (settings.quiet) return exitCode;
  if (settings.format === 'github') {
    const how = { exitCode, passes: answer.go, why: settings.why, quiet: false };
    await loadBundle('github.cjs').publishCheck(answer, how);
  } else if (settings.format === 'json') writeAll(1, checkJson(answer));
  else if (answer.verdict !== 'unknown') writeAll(1, checkText(answer, settings.why));
  return exitCode;
}
