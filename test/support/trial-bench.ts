import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for interpreters that are there, absent or false. */
export class TrialPath {
  readonly folder = mkdtempSync(join(tmpdir(), 'buddyguard-trial-'));

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  /** A shell script under an interpreter's name; `real` in it is replaced by the real one. */
  put(name: string, script: string): void {
    const file = join(this.folder, name);
    writeFileSync(file, `#!/bin/sh\n${script.replaceAll('REAL', realProgram(name) ?? 'false')}\n`);
    chmodSync(file, 0o755);
  }

  link(name: string): void {
    symlinkSync(realProgram(name) ?? '/nothing', join(this.folder, name));
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The program itself, not a wrapper that looks for it; null where there is none. */
export function realProgram(name: string): string | null {
  const which = name === 'python3' ? ['-c', 'import sys; print(sys.executable)'] : ['-e', 'print $^X'];
  try {
    return execFileSync(name, which, { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Every limit that a trial could have been tempted to raise. */
export function limits(): string[] {
  const names = [
    'fs/pipe-max-size',
    'fs/pipe-user-pages-soft',
    'fs/pipe-user-pages-hard',
    'net/core/wmem_max',
    'net/core/wmem_default',
  ];
  return names.map((name) => `${name} ${readFileSync(`/proc/sys/${name}`, 'utf8').trim()}`);
}

/** Waits until a process is gone; false where it still is after `milliseconds`. */
export async function isGone(pid: number, milliseconds = 10_000): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 20) {
    try {
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
