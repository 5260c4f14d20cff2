import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from '../machine/machine.ts';

const kernels = new WeakMap<Machine, { kernel: KernelRelease | null }>();

/** The kernel of a machine with everything that its texts tell of it; each is read at the first question. */
export function kernelOf(machine: Machine): KernelRelease | null {
  const known = kernels.get(machine) ?? { kernel: readKernel(machine) };
  kernels.set(machine, known);
  return known.kernel;
}

function readKernel(machine: Machine): KernelRelease | null {
  if (machine.otherKernel) return parseRelease(machine.release);
  return parseRelease(machine.release, {
    get version() {
      return machine.text('proc/version');
    },
    get versionSignature() {
      return machine.text('proc/version_signature');
    },
    get osRelease() {
      return machine.text('etc/os-release');
    },
  });
}
