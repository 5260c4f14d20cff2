// docs/surfaces.md is complete, and names files that there are.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../support/corpus.ts';

const page = readFileSync(join(repository, 'docs/surfaces.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:surface|-)/.test(line));
const places = readdirSync(join(repository, 'examples'));

describe('docs/surfaces.md', () => {
  it.each(places.filter((place) => place !== 'github'))(
    'has a row for every folder of examples/: %s',
    (place) => {
      expect(rows.filter((row) => row.includes(`](../examples/${place})`))).toHaveLength(1);
    },
  );

  it('says in every row where it stands, what a refusal is and does, and how it was tested', () => {
    expect(rows.length).toBeGreaterThan(places.length);
    for (const row of rows) {
      const cells = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      expect([row, cells.length, cells.filter((cell) => cell === '')]).toEqual([row, 5, []]);
    }
  });

  it('names tests that there are', () => {
    const names = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  });
});

describe.each(places)('examples/%s', (place) => {
  const readme = join(repository, 'examples', place, 'README.md');

  it('has a README, whose links lead somewhere', () => {
    const links = [...readFileSync(readme, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, link = '']) => link,
    );
    expect(links.filter((link) => !existsSync(join(dirname(readme), link)))).toEqual([]);
  });

  it('has scripts that may be executed', () => {
    const files = readdirSync(dirname(readme), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      if (readFileSync(path, 'latin1').startsWith('#!'))
        expect([path, statSync(path).mode & 0o111]).toEqual([path, 0o111]);
    }
  });
});

/** A folder, a file, or a pattern that files of its folder fit. */
function isThere(name: string): boolean {
  if (!name.includes('*')) return existsSync(join(repository, name));
  const form = new RegExp(
    `^${name
      .slice(name.lastIndexOf('/') + 1)
      .replaceAll('.', '\\.')
      .replaceAll('*', '.*')}$`,
  );
  return readdirSync(join(repository, dirname(name))).some((file) => form.test(file));
}
