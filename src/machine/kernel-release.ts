import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from './machine.ts';

/** The kernel of a machine with everything that its texts tell about it; each text is read only if it is needed. */
export function kernelRelease(machine: Machine): KernelRelease | null {
  if (machine.otherKernel) return parseRelease(machine.release);
  return parseRelease(machine.release, {
    get version() {
      return machine.constantText('proc/version');
    },
    get versionSignature() {
      return machine.constantText('proc/version_signature');
    },
    get osRelease() {
      return machine.constantText('etc/os-release');
    },
  });
}
