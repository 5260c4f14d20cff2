// Runs the real bundles as users do.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './corpus.ts';

/** Where the bundles lie; BUDDYGUARD_DIST names another build. */
export const dist = process.env.BUDDYGUARD_DIST ?? join(repository, 'dist');

/** What a child process did. */
export interface Finished {
  /** null where a signal ended it */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** on top of an environment without any BUDDYGUARD_* variable */
  environment?: Record<string, string>;
  cwd?: string;
  /** a program and its arguments that the command line is handed to, such as `unshare -pf` */
  under?: readonly string[];
  /** called with the running child, to signal it */
  started?: (child: ChildProcess) => void;
}

/** Runs `node dist/cli.cjs …` to its end. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return runBundle('cli.cjs', args, options);
}

/** Runs one of the bundles to its end. */
export function runBundle(
  bundle: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const file = join(dist, bundle);
  if (!existsSync(file)) throw new Error(`${file} is not there: run npm run build first`);
  const [command = '', ...rest] = [...(options.under ?? []), process.execPath, file, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, {
      env: { ...cleanEnvironment(), ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
    options.started?.(child);
  });
}

/** This process's environment without the tool's own variables and without what changes how Node starts. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(BUDDYGUARD_|NODE_OPTIONS$|NODE_EXTRA_CA)/.test(name)),
  );
}

/** Runs a worker over items, a few at a time, and gives the results in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  worker: (item: T) => Promise<R>,
  atOnce = 4,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await worker(items[at] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** What stderr is where one thing is wrong: a single line, without a trace, that drives no terminal. */
export const oneLine = /^buddyguard: (?!.*\bat .*:\d+:\d+)[^\u0000-\u001f\u007f-\u009f]+\n$/;
