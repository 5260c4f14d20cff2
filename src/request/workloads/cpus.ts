import type { WorkloadFacts } from './facts.ts';

const assumedCpus = 4;

/** The CPUs that per-CPU memory is made for, num_possible_cpus(); what had to be assumed goes into `notes`. */
export function possibleCpus({ options, readings }: WorkloadFacts, notes: string[]): number {
  if (options.cpus !== undefined) return options.cpus;
  const possible = readings.possibleCpus();
  if (possible !== null) return possible;
  const online = readings.onlineCpus();
  if (online !== null) {
    notes.push(
      `${online} possible CPUs are assumed, those online: /sys/devices/system/cpu/possible was not read; --cpus sets it`,
    );
    return online;
  }
  notes.push(
    `${assumedCpus} possible CPUs are assumed: neither /sys nor /proc/zoneinfo tells them; --cpus sets it`,
  );
  return assumedCpus;
}
