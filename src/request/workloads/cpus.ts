import type { WorkloadContext } from './workload.ts';

const assumedCpus = 4;

/** The CPUs that per-CPU memory is made for, num_possible_cpus(); what had to be assumed goes into `notes`. */
export function possibleCpus({ options, readings }: WorkloadContext, notes: string[]): number {
  if (options.cpus !== undefined) return options.cpus;
  const possible = readings.possibleCpus();
  if (possible !== null) return possible;
  const online = readings.onlineCpus();
  if (online !== null) {
    notes.push(
      `${online} possible CPUs are assumed, those online: /sys/devices/system/cpu/possible was not read; --cpus says it`,
    );
    return online;
  }
  notes.push(
    `${assumedCpus} possible CPUs are assumed: neither /sys nor /proc/zoneinfo tells them; --cpus says it`,
  );
  return assumedCpus;
}

/** Counts a CPU list as /sys prints it (`0-3,8`); null for anything else. */
export function countCpuList(text: string): number | null {
  let count = 0;
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (!match) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first) return null;
    count += last - first + 1;
  }
  return count;
}
