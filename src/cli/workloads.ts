import { writeAll } from './output.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import type { CommandLine } from '../options/parse.ts';

/** `buddyguard workloads`: prints the catalogue for this machine's kernel. */
export async function workloadsCommand({ given }: CommandLine): Promise<number> {
  const settings = decodeSettings('workloads', given, process.env);
  writeAll(1, await loadBundle('catalogue.cjs').workloadsReport(settings));
  return 0;
}
