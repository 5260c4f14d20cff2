import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import type { CommandLine } from '../options/parse.ts';

/** `buddyguard explain [FILE|-]`: without a file it reads standard input, or this machine's log if nothing is there. */
export async function explainCommand({ given, operands, afterDashes }: CommandLine): Promise<number> {
  const files = [...operands, ...(afterDashes ?? [])];
  const [file, extra] = files;
  if (extra !== undefined)
    throw new UsageError(`explain: unexpected argument ${quote(extra)}: expected one FILE or -`);
  const settings = decodeSettings('explain', given, process.env);
  const { format, follow, kernel, sinceMilliseconds, fail, html } = settings;
  return loadBundle('explain.cjs').explain({ file, format, follow, kernel, sinceMilliseconds, fail, html });
}
