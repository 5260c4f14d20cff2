import { readFileSync } from 'node:fs';
import { runBounded } from '../../machine/child.ts';

/** RLIMIT_NOFILE as /proc/PID/limits prints it; `unlimited` stays a word. */
interface OpenFiles {
  soft: string;
  hard: string;
}

/**
 * Node raises the soft limit of open files to the hard one at its start, and a command would inherit that. This takes it
 * back to what the caller has, as far as that can be told: where the parent process has the same hard limit.
 */
export async function restoreOpenFiles(): Promise<void> {
  const [own, callers] = [openFilesOf('self'), openFilesOf(String(process.ppid))];
  if (!callers || callers.hard !== own?.hard || callers.soft === own.soft) return;
  const args = [`--pid=${process.pid}`, `--nofile=${callers.soft}:`];
  await runBounded('prlimit', args, { limitMilliseconds: 2000 });
}

function openFilesOf(process: string): OpenFiles | null {
  try {
    return parseOpenFiles(readFileSync(`/proc/${process}/limits`, 'latin1'));
  } catch {
    return null;
  }
}

/** Null where the text is not what the kernel prints there. */
export function parseOpenFiles(limits: string): OpenFiles | null {
  const [, soft, hard] = /^Max open files +(\d+|unlimited) +(\d+|unlimited) /m.exec(limits) ?? [];
  return soft === undefined || hard === undefined ? null : { soft, hard };
}
