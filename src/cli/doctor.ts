import { UsageError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import { print } from './output.ts';
import { screenOn } from './screen.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard doctor`: prints what this user can read and do here, and what is at risk. It changes nothing. */
export async function doctorCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null) throw new UsageError("doctor: unexpected '--': it runs no command");
  const settings = decodeSettings('doctor', given, process.env);
  sayUnheard('doctor', given);
  print(await loadBundle('doctor.cjs').doctorReport(settings, screenOn('stdout')));
  return 0;
}
