// A network namespace of its own, in which real iptables can be played with.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cleanEnvironment } from '../support/cli.ts';

/** Why programs cannot be run in a network namespace here; null where they can. */
export function whyNoNamespace(...programs: readonly string[]): string | null {
  if (spawnSync('unshare', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    return 'needs root and a kernel that gives out network namespaces';
  }
  const absent = programs.filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status !== 0,
  );
  if (absent.length > 0) return `not installed: ${absent.join(', ')}`;
  const tables = spawnSync('unshare', ['-n', 'iptables-legacy', '-S'], { stdio: 'ignore' });
  return programs.includes('iptables-legacy') && tables.status !== 0 ? 'this kernel has no x_tables' : null;
}

export interface ScriptOptions {
  /** on top of this process's own environment without the tool's variables; `bare` starts from nothing */
  environment?: Record<string, string>;
  bare?: boolean;
  input?: string | Buffer;
  cwd?: string;
}

/** Runs a POSIX shell script in a new network namespace, which is gone when it ends. */
export function inNamespace(script: string, options: ScriptOptions = {}): SpawnSyncReturns<string> {
  const { environment = {}, bare = false, input = '', cwd } = options;
  const result = spawnSync('unshare', ['-n', 'sh', '-c', script], {
    encoding: 'utf8',
    env: { ...(bare ? {} : cleanEnvironment()), ...environment },
    input,
    timeout: 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (result.error) throw result.error;
  return result;
}

/** A word for a POSIX shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
