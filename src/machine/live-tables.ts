import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { escapeControls } from '../text/escape.ts';
import type { Family } from '../request/iptables/layout.ts';
import type { LiveTables } from '../request/iptables/live-tables.ts';
import { maxSaveCharacters } from '../request/iptables/save-file.ts';
import { runBounded } from './child.ts';
import { isProgram, trustedFolders } from './programs.ts';
import { readOptional } from './read-file.ts';

/** Set for iptables-save, so that a guard that takes its place in PATH lets it through. */
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
 * The kernel's list of names comes first: if it is empty or absent nothing is started, so that looking loads no module.
 * Only then does iptables-legacy-save run, without a shell, bounded in time and output. Never throws.
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
  if (text === undefined) return { state: 'unreadable', why: `${file} is readable by root only` };
  const names = text.split('\n').filter((name) => name !== '');
  if (names.length === 0) return { state: 'none' };
  const program = findSave(`${stem}tables`, options.directories ?? trustedFolders());
  if (program === null) {
    const why = `${stem}tables-legacy-save is not installed, and the kernel holds ${names.length} tables`;
    return { state: 'unreadable', why };
  }
  const saved = await save(program, options.timeoutMilliseconds ?? 5_000);
  if ('failure' in saved) return { state: 'unreadable', why: escapeControls(saved.failure) };
  return { state: 'tables', names, saveText: saved.text };
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

/** What the save program prints; if it fails, `failure` says why. */
async function save(
  program: string,
  limitMilliseconds: number,
): Promise<{ text: string } | { failure: string }> {
  const run = { env: { [guardingVariable]: '1' }, limitMilliseconds, maxBytes: maxSaveCharacters };
  const { status, output, error } = await runBounded(program, [], run);
  if (status === 0) return { text: output };
  return { failure: `${program} ${status === null ? error : `ended with ${status}: ${error}`}` };
}
