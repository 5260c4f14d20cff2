import { Machine } from '../machine/machine.ts';
import { print } from './output.ts';
import { decodeSettings } from '../options/settings.ts';
import { loadBundle } from './bundles.ts';
import type { CommandLine } from '../options/parse.ts';

/** `buddyguard workloads`: prints the catalogue for this machine's kernel. */
export async function workloadsCommand({ given }: CommandLine): Promise<number> {
  const settings = decodeSettings('workloads', given, process.env);
  const machine = new Machine(settings.root, settings.kernel);
  print(await loadBundle('catalogue.cjs').workloadsReport(settings, machine));
  return 0;
}
