import { kernelAnswer } from '../guard/advice.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import type { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { workloadsFormats } from '../report/workloads/formats.ts';
import { workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';

/** `buddyguard workloads`: the catalogue for this machine's kernel, printed. */
export async function workloadsReport(settings: SettingsOf<'workloads'>, machine: Machine): Promise<string> {
  const rows = listWorkloads(await workloadFactsOf(workloads, settings.asked, machine));
  const kernel = kernelAnswer(machine.release, kernelRelease(machine));
  return workloadsFormats[settings.format].render({ kernel, rows, notes: machine.notes });
}
