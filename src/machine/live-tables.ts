import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { escapeControls } from '../text/escape.ts';
import { readOptional } from './read-file.ts';
import type { Family } from '../request/iptables/layout.ts';
import { mostSaveCharacters } from '../request/iptables/save-file.ts';

/** What x_tables holds in this process's network namespace. */
export type LiveTables =
  | { state: 'none' }
  | { state: 'tables'; names: string[]; saveText: string }
  | { state: 'unreadable'; why: string };

/** Set for every command that buddyguard starts to look at the machine, so that a guard in PATH lets it through. */
export const guardingVariable = 'BUDDYGUARD_GUARDING';

/** Where and how long to look; the defaults are this machine's. */
export interface LiveOptions {
  /** the prefix before proc/ */
  root?: string;
  /** searched in this order */
  directories?: readonly string[];
  timeoutMilliseconds?: number;
}

const mostErrorCharacters = 200;

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
  try {
    return { state: 'tables', names, saveText: await run(program, options.timeoutMilliseconds ?? 5_000) };
  } catch (error) {
    return {
      state: 'unreadable',
      why: escapeControls(error instanceof Error ? error.message : String(error)),
    };
  }
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

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function run(program: string, timeout: number): Promise<string> {
  // Loaded here: it costs milliseconds that most runs need not pay.
  const { spawn } = await import('node:child_process');
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', [guardingVariable]: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
    // The promise settles at once whatever becomes of the child: what cannot be killed is not waited for.
    const giveUp = (why: string): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      clearTimeout(timer);
      reject(new Error(`${program} ${why}`));
    };
    const timer = setTimeout(() => {
      giveUp(`did not end within ${timeout} ms`);
    }, timeout);
    const output: Buffer[] = [];
    let outputBytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length;
      if (outputBytes > mostSaveCharacters) giveUp(`printed more than ${mostSaveCharacters} bytes`);
      else output.push(chunk);
    });
    let firstError = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (firstError.length < mostErrorCharacters)
        firstError += chunk.toString('latin1', 0, mostErrorCharacters);
    });
    child.on('error', (error) => {
      giveUp(`cannot be run: ${error.message}`);
    });
    child.on('close', (status, signal) => {
      if (status === 0) {
        clearTimeout(timer);
        resolve(Buffer.concat(output).toString('latin1'));
      } else giveUp(`ended with ${status ?? String(signal)}: ${firstError.split('\n', 1)[0] ?? ''}`);
    });
  });
}
