import { UsageError } from '../errors.ts';
import { kernelAnswer } from '../guard/advice.ts';
import { workloadFactsOf } from '../guard/needs.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import { Machine } from '../machine/machine.ts';
import type { SettingsOf } from '../options/settings.ts';
import { choose } from '../options/values.ts';
import { workloadsFormats } from '../report/workloads/formats.ts';
import { workloads } from '../request/workloads/index.ts';
import { meantWorkload } from '../request/workloads/other-names.ts';
import { listWorkloads } from '../request/workloads/list.ts';
import type { Workload } from '../request/workloads/workload.ts';
import { quote } from '../text/escape.ts';

/**
 * `buddyguard workloads [NAME]`: the catalogue for this machine's kernel, or one of its workloads, as it is printed.
 * @throws UsageError for the format, an option, or a name that is none; UnreadableError, MalformedError
 */
export async function workloadsReport(
  settings: SettingsOf<'workloads'>,
  name: string | null,
  width: number,
): Promise<string> {
  const format = choose(settings.format, workloadsFormats);
  const asked = name === null ? workloads : [workloadNamed(name)];
  const machine = new Machine(settings.root, settings.kernel);
  const rows = listWorkloads(await workloadFactsOf(asked, settings.asked, machine), asked);
  const kernel = kernelAnswer(machine.release, kernelRelease(machine));
  const [row] = rows;
  return name === null || !row
    ? format.render({ kernel, rows, notes: machine.notes }, width)
    : format.renderOne({ kernel, row, notes: machine.notes }, width);
}

function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found) return found;
  const names = workloads.map((workload) => workload.name);
  throw new UsageError(
    `workloads: ${quote(name, 40)}: no such workload${meantWorkload(name, names)}: expected one of ${names.join(', ')}`,
  );
}
