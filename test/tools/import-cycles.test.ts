// No file of src/ imports itself by way of others, not even its types: each can be read and tested after those below it.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { repository } from '../support/corpus.ts';

const src = join(repository, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(src, name));
const imports = new Map(
  files.map((file) => {
    const specifiers = readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}) ?.*from '(\.[^']+)';/gm);
    return [file, [...specifiers].map(([, path = '']) => resolve(dirname(file), path))];
  }),
);

/** The imports that lead from a file back to it, the shortest way. */
function wayBack(file: string): string[] | null {
  const ways = (imports.get(file) ?? []).map((next) => [file, next]);
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    const last = way.at(-1) ?? '';
    if (last === file) return way.map((path) => relative(src, path));
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of imports.get(last) ?? []) ways.push([...way, next]);
  }
  return null;
}

it('files are found, with their imports', () => {
  expect(files.length).toBeGreaterThan(100);
  expect([...imports.values()].flat().length).toBeGreaterThan(2 * files.length);
  expect([...imports.values()].flat().filter((path) => path.startsWith(src) && !imports.has(path))).toEqual(
    [],
  );
});

it('none imports itself by way of others', () => {
  const circles = files.flatMap((file) => wayBack(file)?.join(' → ') ?? []);
  expect(circles).toEqual([]);
});
