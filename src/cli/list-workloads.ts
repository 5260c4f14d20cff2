// The list of named workloads: loaded for `buddyguard workloads` alone.
import type { Machine } from '../machine/machine.ts';
import { workloadsFormats } from '../report/workloads/formats.ts';
import { workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';
import { kernelAnswer } from './advice.ts';
import { contextOf } from './needs-for.ts';
import type { SettingsOf } from '../options/settings.ts';

/** `buddyguard workloads`: the catalogue for this machine's kernel, printed. */
export async function workloadsReport(settings: SettingsOf<'workloads'>, machine: Machine): Promise<string> {
  const rows = listWorkloads(await contextOf(workloads, settings.asked, machine));
  const answer = { kernel: kernelAnswer(machine), rows, notes: machine.notes };
  return workloadsFormats[settings.format].render(answer);
}
