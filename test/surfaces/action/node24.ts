// A real Node 24, which is what runs an Action.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/corpus.ts';

const cache = join(repository, '.cache/node24');
const packageName = `node-${process.platform}-${process.arch}`;
const binary = join('node_modules', packageName, 'bin/node');

/** The path of a Node 24: BUDDYGUARD_NODE24, this one, the cached one, or one fetched now; else why there is none. */
export function findNode24(): { node: string } | { missing: string } {
  const given = process.env.BUDDYGUARD_NODE24;
  if (given !== undefined && given !== '') return { node: given };
  if (process.versions.node.startsWith('24.')) return { node: process.execPath };
  const cached = join(cache, binary);
  if (existsSync(cached)) return { node: cached };
  try {
    fetchInto(cache);
    return { node: cached };
  } catch (error) {
    return { missing: `${packageName}@24 cannot be fetched: ${String(error).split('\n')[0] ?? ''}` };
  }
}

/** Fetches into a folder of its own first: several test runs may do this at once. */
function fetchInto(folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', unfinished];
    execFileSync('npm', ['install', ...options, `${packageName}@24`], { stdio: 'ignore', timeout: 120_000 });
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
