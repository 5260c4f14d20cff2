import { UsageError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard record`: adds samples to a file until it is told to end. */
export async function recordCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null) throw new UsageError("record: unexpected '--': it runs no command");
  const settings = decodeSettings('record', given, process.env);
  sayUnheard('record', given);
  return loadBundle('record.cjs').record(settings);
}
