// Kernel modules for a guest: what was asked for and what that needs, in the order to load them.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const form = /\.ko(?:\.xz|\.zst)?$/;
const nameOf = (path) => basename(path).replace(form, '').replaceAll('-', '_');

function content(path) {
  const unpack = path.endsWith('.xz') ? 'xz' : path.endsWith('.zst') ? 'zstd' : null;
  if (unpack === null) return readFileSync(path);
  return execFileSync(unpack, ['-dc', path], { maxBuffer: 1 << 28 });
}

/** What modinfo calls `depends`. */
function dependsOf(bytes) {
  const text = bytes.toString('latin1');
  const found = /\0depends=([^\0]*)\0/.exec(text)?.[1] ?? '';
  return found === '' ? [] : found.split(',').map(nameOf);
}

/**
 * @param {string} directory of one release's modules
 * @param {string[]} wanted names; one that this kernel has not got (or has built in) is left out
 * @returns {{name: string, content: Buffer}[]} in the order to load them
 */
export function modulesFor(directory, wanted) {
  const paths = new Map(
    readdirSync(directory, { recursive: true })
      .filter((path) => form.test(path))
      .map((path) => [nameOf(path), join(directory, path)]),
  );
  const found = new Map();
  const add = (name) => {
    const path = paths.get(name);
    if (path === undefined || found.has(name)) return;
    const bytes = content(path);
    dependsOf(bytes).forEach(add);
    found.set(name, bytes);
  };
  wanted.map(nameOf).forEach(add);
  return [...found].map(([name, bytes]) => ({ name, content: bytes }));
}
