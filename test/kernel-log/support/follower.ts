import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment, dist } from '../../support/cli.ts';

/** Between two looks. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** `explain --follow` at work. */
export interface Follower {
  child: ChildProcess;
  text: () => string;
  errors: () => string;
  /** resolves once it has printed what matches */
  prints: (pattern: RegExp) => Promise<void>;
  ended: Promise<[code: number | null, signal: string | null]>;
}

const running = new Set<ChildProcess>();
/** Kills those that a failed test has left. */
export function endFollowers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts the bundle; `endFollowers` ends what still runs. */
export function follow(args: readonly string[], stdin: 'pipe' | 'ignore' | number = 'ignore'): Follower {
  const child = spawn(process.execPath, [join(dist, 'cli.cjs'), 'explain', '--follow', ...args], {
    env: cleanEnvironment(),
    stdio: [stdin, 'pipe', 'pipe'],
  });
  running.add(child);
  let [text, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (data: string) => (text += data));
  child.stderr?.setEncoding('utf8').on('data', (data: string) => (errors += data));
  const ended = once(child, 'close') as Follower['ended'];
  void ended.then(() => running.delete(child));
  return {
    child,
    text: () => text,
    errors: () => errors,
    prints: async (pattern) => {
      while (!pattern.test(text)) {
        if (child.exitCode !== null) throw new Error(`it ended without ${String(pattern)}: ${text}${errors}`);
        await pause();
      }
    },
    ended,
  };
}
