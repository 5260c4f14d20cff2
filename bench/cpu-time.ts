import { spawn } from 'node:child_process';

/** User and system time of a program and its children, in milliseconds; what it prints is thrown away. */
export async function cpuMilliseconds(command: readonly string[]): Promise<number> {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1 </dev/null';
  const shell = spawn('bash', ['-c', script, 'bash', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // On Node 20 this variable alone makes every start 2.6 times as slow.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
  });
  let times = '';
  for await (const text of shell.stderr.setEncoding('utf8')) times += String(text);
  const [user = '', system = ''] = times.trim().split(/\s+/);
  return (Number(user) + Number(system)) * 1000;
}

/**
 * Runs commands in turn, round after round, so that whatever else the machine does falls on all alike.
 * @returns the median of each, in milliseconds of CPU time
 */
export async function interleaved(
  commands: readonly (readonly string[])[],
  rounds: number,
): Promise<number[]> {
  const times = commands.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, command] of commands.entries()) times[i]?.push(await cpuMilliseconds(command));
  }
  return times.map(median);
}

/** The middle value. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
