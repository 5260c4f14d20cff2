import { kernelAnswer } from '../guard/advice.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { workloadsFormats } from '../report/workloads/formats.ts';
import { workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';

/**
 * `buddyguard workloads`: the catalogue for this machine's kernel, as it is printed.
 * @throws UsageError for the format or an option; UnreadableError, MalformedError
 */
export async function workloadsReport(settings: SettingsOf<'workloads'>): Promise<string> {
  const format = choose(settings.format, workloadsFormats);
  const machine = new Machine(settings.root, settings.kernel);
  const rows = listWorkloads(await workloadFactsOf(workloads, settings.asked, machine));
  const kernel = kernelAnswer(machine.release, kernelRelease(machine));
  return format.render({ kernel, rows, notes: machine.notes });
}
