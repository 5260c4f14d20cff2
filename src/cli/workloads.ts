import { UsageError } from '../errors.ts';
import { quote } from '../text/escape.ts';
import { print } from './output.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import { reportWidthOn } from './screen.ts';
import type { CommandLine } from '../options/parse.ts';

/** `buddyguard workloads [NAME]`: prints the catalogue for this machine's kernel, or all about one workload. */
export async function workloadsCommand({ given, operands, afterDashes }: CommandLine): Promise<number> {
  const [name = null, extra] = [...operands, ...(afterDashes ?? [])];
  if (extra !== undefined)
    throw new UsageError(`workloads: unexpected argument ${quote(extra, 40)}: expected one NAME`);
  const settings = decodeSettings('workloads', given, process.env);
  print(await loadBundle('workloads.cjs').workloadsReport(settings, name, reportWidthOn('stdout')));
  return 0;
}
