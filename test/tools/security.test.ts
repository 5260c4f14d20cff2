import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { repository } from '../support/corpus.ts';

const read = (name: string): string => readFileSync(join(repository, name), 'utf8');

it('every promise of SECURITY.md names tests that there are', () => {
  const rows = read('SECURITY.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:promise|---)/.test(line));
  const promises = rows.filter((line) => line.includes('test/'));
  expect(promises.length).toBeGreaterThan(8);
  for (const line of promises) {
    const names = [...line.matchAll(/`(test\/[^`]+)`/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !existsSync(join(repository, name)))).toEqual([]);
  }
});

it('the pages on options say what an older Node cannot do as the first process of a container', () => {
  expect(read('docs/options.md')).toMatch(/Node before\s+22\.15[^.]*`--init`/);
});
