import { kernelAnswer } from '../guard/advice.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import type { Machine } from '../machine/machine.ts';
import type { Settings } from '../options/settings.ts';
import { workloadsJson } from '../report/workloads/json.ts';
import { workloadsText } from '../report/workloads/text.ts';
import { workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';

/** `buddyguard workloads`: the catalogue for this machine's kernel, printed. */
export async function workloadsReport(settings: Settings, machine: Machine): Promise<string> {
  const rows = listWorkloads(await workloadFactsOf(workloads, settings.asked, machine));
  const kernel = kernelAnswer(machine.release, kernelRelease(machine));
  const answer = { kernel, rows, notes: machine.notes };
  return settings.format === 'json' ? workloadsJson(answer) : workloadsText(answer);
}
