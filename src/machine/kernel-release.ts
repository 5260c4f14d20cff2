import { type KernelRelease, parseRelease } from '../kernel/release.ts';
import type { Machine } from './machine.ts';

/** The kernel of a machine with everything that its texts tell of it; each is read only where it is needed. */
export function kernelRelease(machine: Machine): KernelRelease | null {
  if (machine.otherKernel) return parseRelease(machine.release);
  const look = machine.begunLook;
  return parseRelease(machine.release, {
    get version() {
      return look.text('proc/version');
    },
    get versionSignature() {
      return look.text('proc/version_signature');
    },
    get osRelease() {
      return look.text('etc/os-release');
    },
  });
}
