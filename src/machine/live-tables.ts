import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { escapeControls } from '../text/escape.ts';
import type { Family } from '../request/iptables/layout.ts';
import type { LiveTables } from '../request/iptables/live-tables.ts';
import { maxSaveCharacters } from '../request/iptables/save-file.ts';
import { runBounded } from './child.ts';
import { isProgram } from './iptables-variant.ts';
import { readOptional } from './read-file.ts';

/** Set for iptables-save, so that a guard that stands in its place in PATH lets it through. */
const guardingVariable = 'BUDDYGUARD_GUARDING';

/** Where and how long to look; the defaults are this machine's. */
interface LiveOptions {
  /** the prefix before proc/ */
  root?: string;
  /** searched in this order */
  directories?: readonly string[];
  timeoutMilliseconds?: number;
}

/**
 * Reads the tables of iptables-legacy (for `ipv6`, ip6tables-legacy) that are loaded in this network namespace.
 * First the kernel's list of names: where it is empty or absent nothing is started, so that no module is loaded by
 * looking. Only then iptables-legacy-save runs, without a shell, bounded in time and output. Never throws.
 */
export async function readLiveTables(family: Family, options: LiveOptions = {}): Promise<LiveTables> {
  const stem = family === 'ipv6' ? 'ip6' : 'ip';
  const file = join(options.root ?? '/', `proc/net/${stem}_tables_names`);
  // Absent: x_tables has not been loaded for this family.
  if (!existsSync(file)) {
    const why = `${dirname(file)} is not there`;
    return existsSync(dirname(file)) ? { state: 'none' } : { state: 'unreadable', why };
  }
  const text = readOptional(file, () => undefined);
  if (text === undefined) return { state: 'unreadable', why: `${file} may be read by root only` };
  const names = text.split('\n').filter((name) => name !== '');
  if (names.length === 0) return { state: 'none' };
  const program = findSave(`${stem}tables`, options.directories ?? searchPath());
  if (program === null) {
    const why = `${stem}tables-legacy-save is not installed, and the kernel holds ${names.length} tables`;
    return { state: 'unreadable', why };
  }
  const saved = await save(program, options.timeoutMilliseconds ?? 5_000);
  if ('failure' in saved) return { state: 'unreadable', why: escapeControls(saved.failure) };
  return { state: 'tables', names, saveText: saved.text };
}

/** The system's own directories first: PATH may begin with a shim that calls buddyguard. */
function searchPath(): string[] {
  const own = (process.env.PATH ?? '').split(':').filter((directory) => isAbsolute(directory));
  return ['/usr/sbin', '/sbin', '/usr/local/sbin', ...own];
}

/** iptables-legacy-save, else an iptables-save that is not the nf_tables variant. */
function findSave(tool: string, directories: readonly string[]): string | null {
  for (const name of [`${tool}-legacy-save`, `${tool}-save`]) {
    for (const directory of directories) {
      const path = join(directory, name);
      if (isProgram(path) && !basename(realpathSync(path)).includes('nft')) return path;
    }
  }
  return null;
}

/** What the save program prints; where it does not end well, `failure` says why. */
async function save(
  program: string,
  limitMilliseconds: number,
): Promise<{ text: string } | { failure: string }> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', [guardingVariable]: '1' };
  const run = { env, cwd: '/', limitMilliseconds, maxBytes: maxSaveCharacters };
  const { status, output, error } = await runBounded(program, [], run);
  if (status === 0) return { text: output };
  return { failure: `${program} ${status === null ? error : `ended with ${status}: ${error}`}` };
}
