import { spawnSync } from 'node:child_process';

/** One program to measure. */
export interface Case {
  name: string;
  command: readonly string[];
  /** most of its median over the first case's; absent where nothing is promised */
  most?: number;
}

/** A case with what was measured. */
export interface Measured extends Case {
  milliseconds: number;
  ratio: number;
}

/** User and system time of a program and its children, in milliseconds; what it prints is thrown away. */
export function cpuMilliseconds(command: readonly string[]): number {
  // On Node 20 this variable alone makes every start 2.6 times as slow.
  const environment = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1 </dev/null';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    encoding: 'utf8',
    env: environment,
  });
  const [user = '', system = ''] = stderr.trim().split(/\s+/);
  return (Number(user) + Number(system)) * 1000;
}

/** Runs the cases in turn, round after round, so that whatever else the machine does falls on all alike; medians. */
export function interleaved(cases: readonly Case[], rounds: number): Measured[] {
  const times = cases.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    cases.forEach(({ command }, i) => times[i]?.push(cpuMilliseconds(command)));
  }
  const medians = times.map(median);
  return cases.map((one, i) => ({
    ...one,
    milliseconds: medians[i] ?? 0,
    ratio: (medians[i] ?? 0) / (medians[0] ?? 1),
  }));
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
