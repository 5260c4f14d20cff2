// What a workload needs on one machine.
import { UsageError } from '../errors.ts';
import type { Machine } from '../machine/machine.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import { workloadReadings } from '../machine/workload-readings.ts';
import type { Asked, AskedOf } from '../options/settings.ts';
import type { Need } from '../request/need.ts';
import { sizeInBytes } from '../request/size.ts';
import { type WorkloadFacts, workloadFacts } from '../request/workloads/facts.ts';
import { findWorkload } from '../request/workloads/index.ts';
import type { WorkloadOptions } from '../request/workloads/options.ts';
import { type Workload, needsOf } from '../request/workloads/workload.ts';

/**
 * What named workloads need on this machine's kernel, all of them together.
 * @throws UsageError, UnreadableError, MalformedError for a name, a workload that the kernel does not have, and the
 *   workloads' options
 */
export async function workloadNeeds(
  names: readonly string[],
  asked: Asked,
  machine: Machine,
): Promise<Need[]> {
  const asking = names.map(findWorkload);
  const facts = await workloadFactsOf(asking, asked, machine);
  return asking.flatMap((workload) => {
    const options = optionsFor(workload, asking, facts.options);
    const asWanted = (needs: readonly Need[]): Need[] => needs.map((need) => asAsked(need, workload, asked));
    const now = (): Need[] => asWanted(needsOf(workload, { ...facts, options }));
    const kept = keptNeeds(workload, asked, machine);
    const needs = kept ? asWanted(kept) : now();
    const changes = workload.changes === true && !kept;
    if (needs.length > 0)
      return changes ? needs.map((need, i) => ({ ...need, afresh: () => now()[i] ?? need })) : needs;
    throw new UsageError(
      `--for ${workload.name}: kernel ${machine.release} does not have it: expected another workload`,
    );
  });
}

/** The needs that were kept of a machine, if nothing that is asked for changes them; else null. */
function keptNeeds(
  { name }: Workload,
  { rules, rulesFile, cpus, count, size }: Asked,
  { kept, otherKernel }: Machine,
): readonly Need[] | null {
  const isUsual = [rules, rulesFile, cpus, count, size].every((option) => option === undefined);
  return isUsual && kept && !otherKernel ? kept.needs(name) : null;
}

/** An option that one of several workloads heeds is not told to the others, which would call it unused. */
function optionsFor(
  workload: Workload,
  asking: readonly Workload[],
  options: WorkloadOptions,
): WorkloadOptions {
  const isOthers = (name: string): boolean =>
    !(name in workload.options) && asking.some((other) => name in other.options);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isOthers(name)));
}

function asAsked(need: Need, { name }: Workload, asked: Asked): Need {
  // What a limit decides is no question of memory.
  if (need.request.path === 'address-space') return need;
  const { gfp = need.request.gfp, path = need.request.path, node } = asked;
  const where = node === undefined ? {} : { node };
  const notes = [...need.request.notes];
  if (path !== need.request.path)
    notes.push(`path ${path} is what --path says; ${name} itself takes ${need.request.path}`);
  return { ...need, request: { ...need.request, ...where, gfp, path, notes } };
}

/** The facts that the workloads ask for. */
export async function workloadFactsOf(
  asking: readonly Workload[],
  asked: AskedOf<'workloads'> & Partial<Pick<Asked, 'node'>>,
  machine: Machine,
): Promise<WorkloadFacts> {
  const { rules, rulesFile, cpus, count, size, node } = asked;
  const toldRules = rules !== undefined || rulesFile !== undefined;
  const families = toldRules ? [] : [...new Set(asking.flatMap((workload) => workload.families ?? []))];
  const readings = await workloadReadings(machine, families);
  const bytes = size === undefined ? undefined : sizeInBytes(size, machine.pageSize);
  return workloadFacts(
    kernelRelease(machine),
    machine.pageSize,
    { rules, rulesFile, cpus, count, size: bytes },
    readings,
    node,
  );
}
