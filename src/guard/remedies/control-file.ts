import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { runBounded } from '../../machine/child.ts';
import { codeOf } from '../../text/errno.ts';

/** A file of the kernel that takes a command, open for writing; or one sentence that says why it is not open. */
export type Control = { descriptor: number } | { refused: string; absent: boolean };

const sentences: Record<string, string> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be written by this user: it takes root on the host, and in a container a privileged one',
  EPERM: 'may not be written by this user: it takes root on the host, and in a container a privileged one',
  EROFS: 'is read-only here: it takes a privileged container',
  ENXIO: 'is not a regular file',
  ELOOP: 'is a symbolic link',
};

/**
 * Opens a control file. Nothing is created, truncated or waited for, and a device that masks it (as /dev/null does in
 * some containers) is not taken for it.
 */
export function openControl(path: string): Control {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    return {
      refused: `${path} ${sentences[code] ?? `cannot be written (${code})`}`,
      absent: code === 'ENOENT',
    };
  }
  if (fstatSync(descriptor).isFile()) return { descriptor };
  closeSync(descriptor);
  return { refused: `${path} is not a regular file: it is masked here`, absent: false };
}

/**
 * Locks a control file, with flock(1), as Node has no lock of its own. The lock belongs to the open descriptor: the
 * kernel drops it when this process and any child that still writes are gone, however they end. Opening the file takes
 * the right to write it, so nobody without that right can hold the lock against us; and no lock file is left anywhere.
 * Seen by every guard on the same mount of /proc, or on the same network namespace's /sys.
 */
export async function tryLock(descriptor: number): Promise<'held' | 'busy' | 'no flock'> {
  const run = { descriptors: [descriptor], limitMilliseconds: 5000 };
  const { ended, status } = await runBounded('flock', ['-n', '3'], run);
  if (status === 0) return 'held';
  // If it takes too long to know, another is assumed to hold it: two at once is what must not happen.
  return status === 1 || ended === 'late' ? 'busy' : 'no flock';
}

/**
 * Has a child write `1`, because the write lasts as long as the work does and cannot be cancelled. After the limit the
 * child is killed (which a compaction heeds from 6.9 on) and left behind, and it keeps `lock` for as long as it lasts.
 */
export async function writeOne(
  descriptor: number,
  lock: number,
  limitMilliseconds: number,
): Promise<'written' | 'refused' | 'late'> {
  const run = { descriptors: [descriptor, lock], limitMilliseconds };
  const { ended, status } = await runBounded('sh', ['-c', 'printf 1 >&3'], run);
  if (ended === 'late') return 'late';
  return status === 0 ? 'written' : 'refused';
}
