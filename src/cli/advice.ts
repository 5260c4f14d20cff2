// What is known of the kernel, and what to do. Loaded only where an answer says either.
import type { CheckOutcome } from '../guard/check.ts';
import { predictedRequest } from '../request/need.ts';
import { goes } from '../guard/worst.ts';
import { findFault } from '../kernel/faults/index.ts';
import { countKernelList } from '../kernel/list.ts';
import type { Machine } from '../machine/machine.ts';
import type { Snapshot } from '../machine/snapshot.ts';
import { type AdviceFacts, advise, noFacts } from '../predict/advice.ts';
import { adviceFacts } from '../predict/advice-facts.ts';
import type { KernelAnswer } from '../report/check/answer.ts';
import { kernelOf } from './kernel-of.ts';
import type { Asked } from '../options/settings.ts';

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
    possibleCpus: cpus ?? countKernelList(machine.text('sys/devices/system/cpu/possible') ?? ''),
  });
}
