// What is known of workloads, kernels and remedies, put to one machine.
import type { CheckOutcome } from '../guard/check.ts';
import { goes } from '../guard/worst.ts';
import { type Need, predictedRequest } from '../guard/need.ts';
import { findFault } from '../kernel/faults.ts';
import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from '../memory/machine.ts';
import type { Snapshot } from '../memory/snapshot.ts';
import { type AdviceFacts, advise, noFacts } from '../predict/advice.ts';
import { adviceFacts } from '../predict/advice-facts.ts';
import type { KernelAnswer } from '../report/check-answer.ts';
import { sizeInBytes } from '../request/size.ts';
import { needsOf, workloadContext } from '../request/workloads/context.ts';
import { countCpuList } from '../request/workloads/cpus.ts';
import { readingsOf } from '../request/workloads/readings.ts';
import type { Workload, WorkloadContext } from '../request/workloads/workload.ts';
import type { Asked } from './settings.ts';

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

/** The kernel as reports print it. */
export function kernelAnswer(machine: Machine): KernelAnswer {
  const kernel = kernelOf(machine);
  return {
    release: machine.release,
    upstream: kernel?.upstream ?? null,
    distribution: kernel?.distribution ?? null,
    noRetryXtables: kernel ? findFault('xtables-noretry', kernel).assumed : null,
  };
}

/** What to do, most useful first. */
export function adviceFor(
  { need, prediction, snapshot }: CheckOutcome,
  asked: Asked,
  machine: Machine,
): string[] {
  const facts = goes(prediction, true) ? noFacts : factsOf(snapshot, asked, machine);
  return advise(predictedRequest(need), prediction, need.fault, facts);
}

function factsOf(snapshot: Snapshot, { cpus }: Asked, machine: Machine): AdviceFacts {
  return adviceFacts(snapshot, {
    minFreeKbytes: machine.text('proc/sys/vm/min_free_kbytes'),
    cgroups: machine.own ? machine.text('proc/cgroups') : undefined,
    possibleCpus: cpus ?? countCpuList(machine.text('sys/devices/system/cpu/possible') ?? ''),
  });
}

/** What the workloads ask with. */
export async function contextOf(
  asking: readonly Workload[],
  asked: Asked,
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

const kernels = new WeakMap<Machine, { kernel: KernelRelease | null }>();

function kernelOf(machine: Machine): KernelRelease | null {
  const known = kernels.get(machine) ?? { kernel: readKernel(machine) };
  kernels.set(machine, known);
  return known.kernel;
}

function readKernel(machine: Machine): KernelRelease | null {
  if (machine.otherKernel) return parseRelease(machine.release);
  return parseRelease(machine.release, {
    version: machine.text('proc/version'),
    versionSignature: machine.text('proc/version_signature'),
    osRelease: machine.text('etc/os-release'),
  });
}
