import { constants, accessSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Where the system keeps its programs; nobody but root writes there. */
const systemFolders: readonly string[] = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
];

/** All that a program of the system gets of our environment: nothing that would make it load somebody else's code. */
export const programEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
};

/**
 * The path of a program, by its name or as it is, that a guard, often root, may start: from the system's folders, else
 * from an absolute folder of PATH that nobody but root and this user can write to. Null if there is none.
 */
export function findProgram(name: string, folders: readonly string[] = trustedFolders()): string | null {
  if (isAbsolute(name)) return name;
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** The system's folders, then those of PATH that nobody but root and this user can write to. */
export function trustedFolders(): string[] {
  const own = (process.env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder) && isOurs(folder));
  return [...systemFolders, ...own];
}

const writableByOthers = 0o022;

function isOurs(folder: string): boolean {
  try {
    const { mode, uid } = statSync(folder);
    return (mode & writableByOthers) === 0 && [0, process.getuid?.()].includes(uid);
  } catch {
    return false;
  }
}

/** Whether a path is a regular file that this process may execute. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
