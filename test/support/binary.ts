// The single executable as `npm run binary` makes it, built once for as long as what it is made of stays the same.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Architecture, buildBinary } from '../../tools/binary/build.ts';
import { dist } from './cli.ts';
import { findNode } from './nodes.ts';

/** Where it lies and the Node of this machine's architecture that is in it, or why there is none. */
export type FoundBinary = { binary: string; node: string } | { missing: string };

const folder = '.cache/tested-binary';

/** @param architecture another than this machine's takes a Node from npm that no other test needs */
export function findBinary(architecture = process.arch): FoundBinary {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(architecture))
    return { missing: `none is made for ${process.platform} on ${architecture}` };
  const name = `${architecture}-${madeOf()}`;
  const binary = join(folder, name);
  if (!existsSync(binary)) {
    const from = buildBinary(architecture as Architecture, dist, binary);
    if ('missing' in from) return from;
    const old = readdirSync(folder).filter(
      (file) => file.startsWith(`${architecture}-`) && !file.startsWith(name),
    );
    for (const file of old) rmSync(join(folder, file), { force: true });
  }
  const found = findNode(26);
  return 'missing' in found ? found : { binary: join(process.cwd(), binary), node: found.node };
}

function madeOf(): string {
  const node = findNode(26);
  const hash = createHash('sha256').update(JSON.stringify(node));
  for (const file of ['tools/binary/build.ts', 'tools/binary/loader.cjs']) hash.update(readFileSync(file));
  for (const name of readdirSync(dist)) hash.update(name).update(readFileSync(join(dist, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Says that tests of it are skipped, and why. */
export function sayWithout(found: FoundBinary, what: string): void {
  if ('missing' in found) console.log(`skipped: ${what}: ${found.missing}`);
}
