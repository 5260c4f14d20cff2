import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findIptables } from '../../src/machine/iptables-variant.ts';
import { repository } from '../support/corpus.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'buddyguard-variant-'));
  for (const folder of ['bin', 'sbin', 'alternatives']) mkdirSync(join(root, folder));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const at = (name: string): string => join(root, name);
/** A name that no system has, so that its own folders hold none. */
const name = 'iptables-of-this-test';

function program(path: string, content: string, mode = 0o755): void {
  writeFileSync(at(path), content, 'latin1');
  chmodSync(at(path), mode);
}
const find = (...folders: string[]) =>
  findIptables(name, folders.map((folder) => (folder.startsWith('./') ? folder : at(folder))).join(':'));

describe('the iptables that runs', () => {
  it.each<[string, string, string, [number, number, number] | null]>([
    // file, content, variant, version
    ['xtables-nft-multi', '\x7fELF\0%s v%s\0\x31.8.9 (nf_tables)\0', 'nft', [1, 8, 9]],
    ['xtables-legacy-multi', '\x7fELF\0\x31.8.9\0\x31.8.10 (legacy)\0', 'legacy', [1, 8, 10]],
    ['xtables-legacy-multi', '\x7fELF\0\x31.8 (legacy)\0', 'legacy', [1, 8, 0]],
    ['xtables-multi', '\x7fELF\0\x31.6.1\0', 'legacy', [1, 6, 1]],
    ['xtables-multi', '\x7fELF\0', 'legacy', null],
    // a name that says neither
    ['xtables', '\x7fELF\0\x31.8.7 (nf_tables)\0', 'nft', [1, 8, 7]],
    ['xtables', '\x7fELF\0\x31.8.7 (legacy)\0', 'legacy', [1, 8, 7]],
    ['iptables-wrapper', '#!/bin/sh\nexec iptables-nft "$@"\n', 'script', null],
  ])('%s holding %j is %s, %j', (file, content, variant, version) => {
    program(`sbin/${file}`, content);
    // As the alternatives system links it.
    symlinkSync(at(`sbin/${file}`), at('alternatives/iptables'));
    symlinkSync(at('alternatives/iptables'), at(`sbin/${name}`));
    expect(find('bin', 'sbin')).toEqual({
      ...{ state: 'found', path: at(`sbin/${name}`), program: at(`sbin/${file}`), variant, version },
    });
  });

  it('is the first in PATH', () => {
    program(`bin/${name}`, '\0\x31.8.9 (nf_tables)\0');
    program(`sbin/${name}`, '\0\x31.8.9 (legacy)\0');
    expect(find('bin', 'sbin')).toMatchObject({ path: at(`bin/${name}`), variant: 'nft' });
    expect(find('sbin', 'bin')).toMatchObject({ path: at(`sbin/${name}`), variant: 'legacy' });
  });

  it('is not our own shim, nor a copy of it or a link to it', () => {
    copyFileSync(join(repository, 'examples/shell/iptables'), at(`bin/${name}`));
    chmodSync(at(`bin/${name}`), 0o755);
    symlinkSync(at(`bin/${name}`), at(`alternatives/${name}`));
    program(`sbin/${name}`, '\0\x31.8.9 (legacy)\0');
    expect(find('bin', 'alternatives', 'sbin')).toMatchObject({ path: at(`sbin/${name}`) });
    expect(find('bin', 'alternatives')).toEqual({ state: 'none' });
  });

  it('is no folder, no file that may not be executed, and nothing in a relative folder', () => {
    mkdirSync(at(`bin/${name}`));
    program(`sbin/${name}`, '\0\x31.8.9 (legacy)\0', 0o644);
    expect(find('bin', 'sbin', './sbin')).toEqual({ state: 'none' });
    expect(findIptables(name, '')).toEqual({ state: 'none' });
  });
});
