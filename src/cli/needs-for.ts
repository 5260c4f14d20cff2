// What a workload needs, put to one machine.
import type { Need } from '../request/need.ts';
import type { Machine } from '../machine/machine.ts';
import { sizeInBytes } from '../request/size.ts';
import { needsOf, workloadContext } from '../request/workloads/context.ts';
import { readingsOf } from '../machine/workload-readings.ts';
import type { Workload, WorkloadContext } from '../request/workloads/workload.ts';
import { kernelOf } from './kernel-of.ts';
import type { Asked, AskedOf } from '../options/settings.ts';

/**
 * What a named workload needs on this machine's kernel; none where the kernel does not have it.
 * @throws UsageError, UnreadableError, MalformedError for the workload's options
 */
export async function needsFor(workload: Workload, asked: Asked, machine: Machine): Promise<Need[]> {
  const context = await contextOf([workload], asked, machine);
  return needsOf(workload, context).map((need) => {
    const { gfp = need.request.gfp, path = need.request.path } = asked;
    return { ...need, request: { ...need.request, gfp, path } };
  });
}

/** What the workloads ask with. */
export async function contextOf(
  asking: readonly Workload[],
  asked: AskedOf<'workloads'>,
  machine: Machine,
): Promise<WorkloadContext> {
  const { rules, rulesFile, cpus, count, size } = asked;
  const { root, own, pageSize } = machine;
  const toldRules = rules !== undefined || rulesFile !== undefined;
  const families = toldRules ? [] : [...new Set(asking.flatMap((workload) => workload.families ?? []))];
  const readings = await readingsOf({ root, own, otherKernel: machine.otherKernel }, families);
  const bytes = size === undefined ? undefined : sizeInBytes(size, pageSize);
  return workloadContext(
    kernelOf(machine),
    pageSize,
    { rules, rulesFile, cpus, count, size: bytes },
    readings,
  );
}
