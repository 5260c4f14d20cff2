// The real program under injected trouble, and what must hold whatever the trouble is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type Finished, type RunOptions, runCli } from './cli.ts';

/** Null where a trial run of what a test needs succeeds; else one line that says what is missing. */
export function whyNot(needs: string, command: string, ...args: string[]): string | null {
  if (needs.includes('root') && process.getuid?.() !== 0) return `needs root (${needs})`;
  const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 });
  return status === 0 ? null : `needs ${needs}`;
}

/** Says why tests are skipped; whether they are. */
export function skips(what: string, why: string | null): boolean {
  if (why !== null) console.warn(`${what}: not tested: ${why}`);
  return why !== null;
}

/** strace that makes system calls fail: `openat:error=EIO:when=2`; with `path` only those on that file. */
export function injecting(inject: string, path?: string): string[] {
  const only = path === undefined ? [] : ['-P', path];
  return ['strace', '-f', '-qq', '-o', '/dev/null', ...only, '-e', `inject=${inject}`];
}

export const whyNoStrace = whyNot(
  'strace',
  'strace',
  '-qq',
  '-o',
  '/dev/null',
  '-e',
  'inject=kill:error=EPERM',
  'true',
);

export interface Faulted extends Finished {
  /** processes of its session that outlived it, and files where it may have put temporary ones */
  left: string[];
}

/** Runs the program to its end in a session and an empty folder of its own. */
export async function faulted(args: readonly string[], options: RunOptions = {}): Promise<Faulted> {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-faults-'));
  let session = 0;
  try {
    const finished = await runCli(args, {
      ...options,
      cwd: folder,
      environment: { TMPDIR: folder, ...options.environment },
      under: ['setsid', '-w', ...(options.under ?? [])],
      started: (child) => {
        session = child.pid ?? 0;
        options.started?.(child);
      },
    });
    return { ...finished, left: [...(await survivors(session)), ...readdirSync(folder)] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The processes of a session, after a moment for those that have just been killed. */
async function survivors(session: number): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const found = processesOf(session);
    if (found.length === 0 || tries === 50) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function processesOf(session: number): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, , , sid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(sid) === session && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}

const codes = [0, 64, 65, 66, 69, 74, 75, 126, 127];
const trace = /\n\s+at .*:\d+:\d+|Native stack trace|a bug: /;

/** What holds under every trouble: a code of the table, no trace, no command against its gate (`ran`), nothing left. */
export function expectSound(found: Faulted): void {
  expect(found.left).toEqual([]);
  expect(found.stderr).not.toMatch(trace);
  expect(codes).toContain(found.code);
  if (found.code !== 0) expect(found.stdout).not.toMatch(/^ran$/m);
}

const limits = [
  'vm/min_free_kbytes',
  'vm/watermark_scale_factor',
  'vm/overcommit_memory',
  'vm/extfrag_threshold',
];
const roomier = ['net/core/wmem_max', 'fs/pipe-max-size', 'kernel/pid_max'];

/** The limits of this machine that a guard might be tempted to change. */
export function machineLimits(): Record<string, string> {
  const read = (name: string): string => {
    try {
      return readFileSync(`/proc/sys/${name}`, 'latin1');
    } catch {
      return '';
    }
  };
  return Object.fromEntries([...limits, ...roomier].map((name) => [name, read(name)]));
}

/** Whether nobody holds the lock of a control file. */
export function isUnlocked(path: string): boolean {
  return spawnSync('flock', ['-n', path, 'true']).status === 0;
}

/** The children of a process: of strace, what it traces. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
  return text.split(' ').filter(Boolean).map(Number);
}
