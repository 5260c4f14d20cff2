import { type ChildProcess, spawn } from 'node:child_process';

const holders = new Set<ChildProcess>();

/** Another process that holds the lock of a file until it is killed. */
export async function lockHolder(path: string): Promise<ChildProcess> {
  // -F: flock becomes the command, so that one kill ends all there is.
  const holder = spawn('flock', ['-n', '-F', path, 'sh', '-c', 'echo held; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  ended(holder);
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  return holder;
}

/** Makes sure that a process does not outlive the test file; gives it back. */
export function ended(child: ChildProcess): ChildProcess {
  holders.add(child);
  return child;
}

/** Kills a process as `kill -9` does, and waits until it is gone. */
export async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Kills what is left of them, whether or not the test came to it. */
export function killHolders(): void {
  for (const child of holders) child.kill('SIGKILL');
  holders.clear();
}
