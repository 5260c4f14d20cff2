import { Machine } from '../../memory/machine.ts';
import { writeAll } from '../output.ts';
import { decodeSettings } from '../settings.ts';
import { loadSibling } from '../siblings.ts';
import type { Words } from '../words.ts';

/** `buddyguard workloads`: prints the catalogue for this machine's kernel. */
export async function workloadsCommand(words: Words): Promise<number> {
  const settings = decodeSettings('workloads', words.given, process.env);
  const machine = new Machine(settings.root, settings.kernel);
  writeAll(1, await loadSibling('workloads.cjs').workloadsReport(settings, machine));
  return 0;
}
