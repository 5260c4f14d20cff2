import { maxConfiguredCpus } from '../../kernel/srcu-nodes.ts';
import type { WorkloadFacts } from './facts.ts';

/** CONFIG_NR_CPUS; where it was not read the largest that distributions build with, which is then said. */
export function configuredCpus({ readings }: WorkloadFacts): { cpus: number; told: string } {
  const cpus = readings.configuredCpus();
  if (cpus !== null) return { cpus, told: `the ${cpus} CPUs that this kernel is built for` };
  return {
    cpus: maxConfiguredCpus,
    told: `the ${maxConfiguredCpus} CPUs that this kernel is taken to be built for`,
  };
}
