// Named workloads, and all that is known about kernels: loaded only if an answer rests on it.
import { type KernelAnswer, kernelAnswer as answerOf } from '../guard/advice.ts';
import { kernelRelease } from '../machine/kernel-release.ts';
import type { Machine } from '../machine/machine.ts';
import { workloads } from '../request/workloads/index.ts';

export { adviceOn } from '../guard/advice.ts';
export { workloadNeeds } from '../guard/needs.ts';

/** The kernel as reports print it; of a machine that cannot be read at all, no more than its release. */
export function kernelAnswer(release: string, machine: Machine | null): KernelAnswer {
  return answerOf(release, machine && kernelRelease(machine));
}

/** What `--for` takes. */
export function workloadNames(): string[] {
  return workloads.map(({ name }) => name);
}
