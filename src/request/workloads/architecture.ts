import { type Architecture, architectureOfRelease } from '../../kernel/architecture.ts';
import type { WorkloadFacts } from './facts.ts';

/**
 * What the kernel was built for: as its release says, else as the machine does, else as its page size allows (x86 has pages
 * of 4 KiB alone), else x86-64.
 */
export function architectureOf({ kernel, readings, pageSize }: WorkloadFacts): {
  architecture: Architecture;
  /** said where nothing told it */
  assumption: string | null;
} {
  const told = (kernel && architectureOfRelease(kernel.release)) ?? readings.architecture();
  if (told !== null) return { architecture: told, assumption: null };
  const architecture = pageSize === 4096 ? 'x86-64' : 'arm64';
  return {
    architecture,
    assumption: `${architecture} is assumed: neither the release nor what was read of the machine tells the architecture`,
  };
}
