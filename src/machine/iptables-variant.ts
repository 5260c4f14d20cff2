import { realpathSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { isBuddyguardError } from '../errors.ts';
import type { InstalledIptables } from '../request/iptables/installed.ts';
import type { Version } from '../request/iptables/revision.ts';
import { isProgram } from './programs.ts';
import { readBounded, readHead } from './read-file.ts';

/** Searched after PATH: that of a service often leaves them out. */
const systemDirectories = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
/** The second line of examples/shell/iptables, which stands before the real one in PATH. */
const shimMark = '\n# buddyguard iptables shim\n';
/** Ten times the largest build of xtables-nft-multi. */
const maxProgramBytes = 4 * 1024 * 1024;

/**
 * The program that a command called `name` runs: the first in PATH and then in the system's folders that is not our own
 * shim, its links followed. Its file name tells the variant, as it does to the shim; nothing is executed.
 */
export function findIptables(name: string, path = process.env.PATH ?? ''): InstalledIptables {
  for (const directory of [...path.split(':'), ...systemDirectories]) {
    // A relative folder is another one for whoever runs the command.
    if (!isAbsolute(directory)) continue;
    const file = join(directory, name);
    if (!isProgram(file)) continue;
    const head = headOf(file);
    if (head.includes(shimMark)) continue;
    const program = realpathSync(file);
    return {
      state: 'found',
      path: file,
      program,
      variant: variantOf(program, head),
      // Only rules from a text depend on it: the program is not read for it before.
      get version() {
        return versionIn(contentOf(program));
      },
    };
  }
  return { state: 'none' };
}

/** Its first bytes; empty where it cannot be read. */
function headOf(file: string): string {
  return orEmpty(() => readHead(file, 100));
}

/** Empty where it cannot be read. */
function contentOf(file: string): string {
  return orEmpty(() => readBounded(file, maxProgramBytes));
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (!isBuddyguardError(error)) throw error;
    return '';
  }
}

/** xtables-nft-multi or xtables-legacy-multi; a name that says neither is what the program says of itself. */
function variantOf(program: string, head: string): 'legacy' | 'nft' | 'script' {
  const name = basename(program);
  if (name.includes('nft')) return 'nft';
  if (name.includes('legacy')) return 'legacy';
  if (head.startsWith('#!')) return 'script';
  return contentOf(program).includes(' (nf_tables)\0') ? 'nft' : 'legacy';
}

/** The version that the program prints, `1.8.9 (legacy)`; before 1.8 without the variant. */
function versionIn(content: string): Version | null {
  const match =
    /\0(\d)\.(\d{1,2})(?:\.(\d{1,2}))? \((?:legacy|nf_tables)\)\0/.exec(content) ??
    /\0(1)\.([3-7])\.(\d{1,2})\0/.exec(content);
  return match && [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}
