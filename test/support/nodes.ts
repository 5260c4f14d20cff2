// Other versions of Node than the one that runs this, from npm, kept under .cache/nodes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A Node's path, or why it cannot be had. */
export type FoundNode = { node: string } | { missing: string };

/**
 * A Node of this major version: the one that BUDDYGUARD_NODE<major> names, this one, one fetched before, or one fetched
 * now.
 * @param cache where fetched ones are kept, a folder for each major version
 */
export function findNode(major: number, cache = join('.cache', 'nodes')): FoundNode {
  const given = process.env[`BUDDYGUARD_NODE${major}`];
  if (given !== undefined && given !== '') return { node: given };
  if (process.versions.node.startsWith(`${major}.`)) return { node: process.execPath };
  return fetched(`node-${process.platform}-${process.arch}`, String(major), resolve(cache, String(major)));
}

/** A Node from npm for an architecture of Linux, which need not be this machine's: the newest of a major, or one release. */
export function fetchNode(version: string, architecture: string, cache = join('.cache', 'nodes')): FoundNode {
  return fetched(`node-linux-${architecture}`, version, resolve(cache, `${version}-${architecture}`));
}

function fetched(packageName: string, version: string, folder: string): FoundNode {
  const node = join(folder, 'node_modules', packageName, 'bin', 'node');
  try {
    if (!existsSync(node)) fetchInto(folder, `${packageName}@${version}`);
    return { node };
  } catch (error) {
    // Another test run may have been quicker.
    if (existsSync(node)) return { node };
    return { missing: `${packageName}@${version} cannot be fetched: ${String(error).split('\n')[0] ?? ''}` };
  }
}

/** A package of npm that only a test needs, in a folder of its own, or why it cannot be had. */
export function fetchedPackage(
  name: string,
  version: string,
  cache = join('.cache', 'npm'),
): { folder: string } | { missing: string } {
  const folder = resolve(cache, `${name.replace('/', '+')}-${version}`);
  try {
    if (!existsSync(folder)) fetchInto(folder, `${name}@${version}`);
    return { folder };
  } catch (error) {
    if (existsSync(folder)) return { folder };
    return { missing: `${name}@${version} cannot be fetched: ${String(error).split('\n')[0] ?? ''}` };
  }
}

/** Fetches into a folder of its own first: several test runs may do this at once. */
function fetchInto(folder: string, what: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished);
  try {
    const options = [
      '--no-save',
      '--force',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefix',
      unfinished,
    ];
    execFileSync('npm', ['install', ...options, what], { stdio: 'ignore', timeout: 300_000 });
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
