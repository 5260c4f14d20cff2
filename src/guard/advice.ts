// What is known about the kernel, and what to do about an answer.
import { findFault } from '../kernel/faults/index.ts';
import { countKernelList } from '../kernel/list.ts';
import type { KernelRelease } from '../kernel/release.ts';
import type { Machine } from '../machine/machine.ts';
import { advise } from '../predict/advice.ts';
import { noFacts } from '../predict/advice-facts.ts';
import type { Advice } from '../predict/advised.ts';
import { predictedRequest } from '../request/need.ts';
import { adviceFacts, remedyFacts } from './advice-facts.ts';
import type { CheckOutcome } from './check.ts';
import { goes } from './judge.ts';

/** The kernel as reports print it. */
export interface KernelAnswer {
  release: string;
  upstream: string | null;
  distribution: string | null;
  /** this kernel's x_tables asks with __GFP_NORETRY; null if that is not known */
  noRetryXtables: boolean | null;
}

export function kernelAnswer(release: string, kernel: KernelRelease | null): KernelAnswer {
  return {
    release,
    upstream: kernel?.upstream ?? null,
    distribution: kernel?.distribution ?? null,
    noRetryXtables: kernel ? findFault('xtables-noretry', kernel).assumed : null,
  };
}

/**
 * What to do, most useful first.
 * @param cpus how many possible CPUs the user gave
 */
export function adviceOn(
  { need, prediction, look, attempts }: CheckOutcome,
  machine: Machine,
  cpus: number | undefined,
): Advice[] {
  const { snapshot } = look;
  const request = predictedRequest(need);
  const facts = goes(prediction, true)
    ? noFacts
    : {
        ...adviceFacts(snapshot, {
          minFreeKbytes: look.text('proc/sys/vm/min_free_kbytes'),
          cgroups: machine.own || machine.kept ? look.text('proc/cgroups') : undefined,
          possibleCpus: cpus ?? countKernelList(look.text('sys/devices/system/cpu/possible') ?? ''),
        }),
        ...remedyFacts(request, prediction, snapshot, attempts),
      };
  return advise(request, prediction, need.fault, facts);
}
