// The catalogue of named workloads and what is known of kernels: loaded only where a check asks for it.
import type { CheckOutcome } from '../guard/check.ts';
import { goes } from '../guard/look.ts';
import type { Need } from '../guard/need.ts';
import { findFault } from '../kernel/faults.ts';
import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from '../memory/machine.ts';
import { advise } from '../predict/advice.ts';
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
  const refused = !goes(prediction, true);
  const facts = adviceFacts(snapshot, {
    minFreeKbytes: refused ? machine.text('proc/sys/vm/min_free_kbytes') : undefined,
    possibleCpus: asked.cpus ?? countCpuList(machine.text('sys/devices/system/cpu/possible') ?? ''),
    cgroups: refused && machine.own ? machine.text('proc/cgroups') : undefined,
  });
  return advise(need.request, prediction, need.fault, facts);
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

function kernelOf(machine: Machine): KernelRelease | null {
  if (machine.otherKernel) return parseRelease(machine.release);
  return parseRelease(machine.release, {
    version: machine.text('proc/version'),
    versionSignature: machine.text('proc/version_signature'),
    osRelease: machine.text('etc/os-release'),
  });
}
