// The iptables shim set up in a folder of its own, with a buddyguard beside it that does what a test says.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../support/corpus.ts';

export const shimSource = join(repository, 'examples/shell/iptables');

const names = ['', '-legacy', '-nft'].flatMap((variant) =>
  ['ip', 'ip6'].flatMap((family) => [`${family}tables${variant}`, `${family}tables${variant}-restore`]),
);
const made: string[] = [];

/** A new folder; `removeShims` takes it away. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-shim-'));
  made.push(folder);
  return folder;
}

export function removeShims(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Writes an executable shell script. */
export function writeScript(path: string, body: string, shell = '/bin/sh'): string {
  writeFileSync(path, `#!${shell}\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

export interface Shim {
  folder: string;
  /** what the guard was asked for, a line a call */
  asked: () => string[];
}

/** The shim under all its names, and a guard that notes the workload and the rules file, then runs `guard`. */
export function makeShim(guard = 'exit 0', shell = '/bin/sh'): Shim {
  const folder = newFolder();
  const log = join(folder, 'asked');
  if (shell === '/bin/sh') copyFileSync(shimSource, join(folder, 'iptables'));
  else {
    const [, ...rest] = readFileSync(shimSource, 'utf8').split('\n');
    writeScript(join(folder, 'iptables'), rest.join('\n'), shell);
  }
  chmodSync(join(folder, 'iptables'), 0o755);
  for (const name of names) if (name !== 'iptables') symlinkSync('iptables', join(folder, name));
  const note = `echo "$* for=$BUDDYGUARD_FOR file=$BUDDYGUARD_RULES_FILE" >>${log}`;
  writeScript(join(folder, 'buddyguard'), `${note}\n${guard}`);
  return {
    folder,
    asked: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []),
  };
}

/** Programs that print what they were given, under names of iptables. */
export function makeFakeIptables(body: string, ...of: readonly string[]): string {
  const folder = join(newFolder(), 'real');
  mkdirSync(folder);
  for (const name of of) writeScript(join(folder, name), body);
  return folder;
}
