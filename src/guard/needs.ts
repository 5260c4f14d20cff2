// What a workload needs on one machine.
import type { Machine } from '../machine/machine.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import { workloadReadings } from '../machine/workload-readings.ts';
import type { Asked, AskedOf } from '../options/settings.ts';
import type { Need } from '../request/need.ts';
import { sizeInBytes } from '../request/size.ts';
import { type WorkloadFacts, workloadFacts } from '../request/workloads/facts.ts';
import { findWorkload } from '../request/workloads/index.ts';
import { type Workload, needsOf } from '../request/workloads/workload.ts';

/**
 * What a named workload needs on this machine's kernel; nothing if the kernel does not have it.
 * @throws UsageError, UnreadableError, MalformedError for the name and the workload's options
 */
export async function workloadNeeds(name: string, asked: Asked, machine: Machine): Promise<Need[]> {
  const workload = findWorkload(name);
  const context = await workloadFactsOf([workload], asked, machine);
  return needsOf(workload, context).map((need) => {
    // What a limit decides is no question of memory.
    if (need.request.path === 'address-space') return need;
    const { gfp = need.request.gfp, path = need.request.path, node } = asked;
    const where = node === undefined ? {} : { node };
    const notes = [...need.request.notes];
    if (path !== need.request.path)
      notes.push(`path ${path} is what --path says; ${name} itself takes ${need.request.path}`);
    return { ...need, request: { ...need.request, ...where, gfp, path, notes } };
  });
}

/** The facts that the workloads ask for. */
export async function workloadFactsOf(
  asking: readonly Workload[],
  asked: AskedOf<'workloads'>,
  machine: Machine,
): Promise<WorkloadFacts> {
  const { rules, rulesFile, cpus, count, size } = asked;
  const toldRules = rules !== undefined || rulesFile !== undefined;
  const families = toldRules ? [] : [...new Set(asking.flatMap((workload) => workload.families ?? []))];
  const readings = await workloadReadings(machine, families);
  const bytes = size === undefined ? undefined : sizeInBytes(size, machine.pageSize);
  return workloadFacts(
    kernelRelease(machine),
    machine.pageSize,
    { rules, rulesFile, cpus, count, size: bytes },
    readings,
  );
}
