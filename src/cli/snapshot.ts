import { UsageError } from '../errors.ts';
import type { CommandLine } from '../options/parse.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import { print } from './output.ts';
import { writeWhole } from './output-file.ts';
import { sayUnheard } from './unheard.ts';

/** `buddyguard snapshot`: prints all that an answer about this machine rests on, as one JSON document. */
export async function snapshotCommand({ given, afterDashes }: CommandLine): Promise<number> {
  if (afterDashes !== null) throw new UsageError("snapshot: unexpected '--': it runs no command");
  const settings = decodeSettings('snapshot', given, process.env);
  sayUnheard('snapshot', given);
  const text = await loadBundle('record.cjs').snapshotText(settings);
  if (settings.output === undefined) print(text);
  else writeWhole(settings.output, text);
  return 0;
}
