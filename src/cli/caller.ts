import { accessSync, constants, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { CommandLine } from '../options/parse.ts';
import type { Caller } from '../report/check/caller.ts';

const wants = ['size', 'order', 'for'];

/** Who asks, as far as advice has to know it; files are looked at when advice is made. */
export function callerOf(
  command: Caller['command'],
  { given, afterDashes }: Pick<CommandLine, 'given' | 'afterDashes'>,
  root: string,
  surface?: Caller['surface'],
): Caller {
  return {
    command,
    given,
    wrapped: afterDashes ?? [],
    surface: surface ?? (wants.some((name) => given.has(name)) ? 'command' : 'environment'),
    readsAll: process.geteuid?.() === 0,
    get program() {
      return programWords();
    },
    get privilege() {
      return given.has('kernel') || given.has('from') ? 'there' : privilegeUnder(root);
    },
  };
}

/** The words that ran this program, as they would run it again from here. */
function programWords(): string[] {
  const script = process.argv[1] ?? '';
  const name = basename(script);
  if (!/\.[cm]?js$/.test(name)) return [name === '' ? 'buddyguard' : name];
  const near = relative('.', script);
  return ['node', near.startsWith('..') ? script : near];
}

/** What it takes to write the files that remedies write. */
function privilegeUnder(root: string): Caller['privilege'] {
  try {
    accessSync(join(root, 'proc/sys/vm/compact_memory'), constants.W_OK);
    return 'held';
  } catch (error) {
    if (root !== '/' && (error as NodeJS.ErrnoException).code === 'ENOENT') return 'there';
    return process.geteuid?.() === 0 || isReadOnly(join(root, 'proc/sys')) ? 'host' : 'root';
  }
}

/** As container runtimes mount it. */
function isReadOnly(path: string): boolean {
  try {
    const mounts = readFileSync('/proc/self/mounts', 'latin1').split('\n');
    return mounts.some((line) => {
      const [, where, , options = ''] = line.split(' ');
      return where === path && options.split(',').includes('ro');
    });
  } catch {
    return false;
  }
}
