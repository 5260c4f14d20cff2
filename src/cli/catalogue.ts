// The catalogue of named workloads and what is known of kernels: loaded only where a check asks for it.
import type { CheckOutcome } from '../guard/check.ts';
import { goes } from '../guard/look.ts';
import type { Need } from '../guard/need.ts';
import { findFault } from '../kernel/faults.ts';
import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from '../memory/machine.ts';
import type { Snapshot } from '../memory/snapshot.ts';
import { type AdviceFacts, advise, noFacts } from '../predict/advice.ts';
import { adviceFacts } from '../predict/advice-facts.ts';
import type { KernelAnswer } from '../report/check-answer.ts';
import { workloadsJson } from '../report/workloads-json.ts';
import { workloadsText } from '../report/workloads-text.ts';
import { sizeInBytes } from '../request/size.ts';
import { needsOf, workloadContext } from '../request/workloads/context.ts';
import { countCpuList } from '../request/workloads/cpus.ts';
import { findWorkload, workloads } from '../request/workloads/index.ts';
import { listWorkloads } from '../request/workloads/list.ts';
import { readingsOf } from '../request/workloads/readings.ts';
import type { Workload, WorkloadContext } from '../request/workloads/workload.ts';
import type { Asked, Settings } from './settings.ts';

/**
 * What a named workload needs on this machine's kernel; none where the kernel does not have it.
 * @throws UsageError, UnreadableError, MalformedError for the workload's options
 */
export async function workloadNeeds(name: string, asked: Asked, machine: Machine): Promise<Need[]> {
  const workload = findWorkload(name);
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
  return advise(need.request, prediction, need.fault, facts);
}

function factsOf(snapshot: Snapshot, { cpus }: Asked, machine: Machine): AdviceFacts {
  return adviceFacts(snapshot, {
    minFreeKbytes: machine.text('proc/sys/vm/min_free_kbytes'),
    cgroups: machine.own ? machine.text('proc/cgroups') : undefined,
    possibleCpus: cpus ?? countCpuList(machine.text('sys/devices/system/cpu/possible') ?? ''),
  });
}

/** `buddyguard workloads`: the catalogue for this machine's kernel, printed. */
export async function workloadsReport(settings: Settings, machine: Machine): Promise<string> {
  const rows = listWorkloads(await contextOf(workloads, settings.asked, machine));
  const answer = { kernel: kernelAnswer(machine), rows, notes: machine.notes };
  return settings.format === 'json' ? workloadsJson(answer) : workloadsText(answer);
}

async function contextOf(
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
