import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { findProgram } from '../../src/machine/programs.ts';
import { emptyRoot, removeRoots } from '../support/root.ts';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});
afterAll(removeRoots);

it.each([
  [0o755, true],
  [0o775, false],
  [0o757, false],
  [0o1777, false],
])('a program in a folder of PATH with mode %o is started: %p', (mode, trusted) => {
  const folder = join(emptyRoot(), 'bin');
  mkdirSync(folder);
  const program = join(folder, 'buddyguard-program');
  writeFileSync(program, '', { mode: 0o755 });
  chmodSync(folder, mode);
  process.env.PATH = `.:${folder}`;
  expect(findProgram('buddyguard-program')).toBe(trusted ? program : null);
});
