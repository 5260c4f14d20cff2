import { UsageError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard show`: a picture of the memory. It changes nothing. */
export async function showCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null) throw new UsageError("show: unexpected '--': it runs no command");
  const settings = decodeSettings('show', given, process.env);
  sayUnheard('show', given);
  return loadBundle('show.cjs').show(settings);
}
