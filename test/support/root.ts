// Throw-away machines: a folder with /proc texts that --root can name.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProcTexts } from '../../src/machine/snapshot.ts';
import { repository } from './corpus.ts';

/** Folders made by this test file. */
const made: string[] = [];

/** A new empty folder; `removeRoots` takes it away. */
export function emptyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'buddyguard-test-'));
  made.push(root);
  return root;
}

/** Makes a root that holds `files`, by their path under it. */
export function makeRoot(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = emptyRoot();
  for (const [path, content] of Object.entries(files)) writeUnder(root, path, content);
  return root;
}

/** Writes one file of a root, and the folders over it. */
export function writeUnder(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The files of a machine as a root holds them. */
export function filesOf(texts: ProcTexts, release: string): Record<string, string> {
  const files: Record<string, string> = { 'proc/sys/kernel/osrelease': `${release}\n` };
  for (const name of ['buddyinfo', 'zoneinfo', 'pagetypeinfo', 'meminfo', 'vmstat'] as const) {
    const text = texts[name];
    if (text !== undefined) files[`proc/${name}`] = text;
  }
  return files;
}

/** Removes what `makeRoot` and `emptyRoot` made; for afterAll. */
export function removeRoots(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** A machine of test/fixtures/proc. */
export function fixture(name: string): string {
  return join(repository, 'test/fixtures/proc', name);
}
