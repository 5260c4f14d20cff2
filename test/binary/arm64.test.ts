// The executable for arm64, made on another architecture and run by qemu with the libraries of Debian's cross packages.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findBinary } from '../support/binary.ts';
import { cleanEnvironment } from '../support/cli.ts';
import { fixture } from '../support/root.ts';

const emulator = 'qemu-aarch64-static';
const libraries = '/usr/aarch64-linux-gnu';

/** The executable, or why it cannot be run here. */
function prepare(): { binary: string } | { missing: string } {
  if (process.arch === 'arm64') return { missing: 'this is one: the other tests are about it' };
  if (spawnSync(emulator, ['--version']).status !== 0) return { missing: `not installed: ${emulator}` };
  const absent = ['libstdc++.so.6', 'libatomic.so.1', 'libc.so.6'].find(
    (name) => !existsSync(`${libraries}/lib/${name}`),
  );
  return absent === undefined
    ? findBinary('arm64')
    : { missing: `not installed: ${libraries}/lib/${absent}` };
}

const found = prepare();
if ('missing' in found) console.log(`skipped: the single executable for arm64: ${found.missing}`);

('binary' in found ? describe : describe.skip)('the single executable for arm64', () => {
  const run = (...words: string[]): SpawnSyncReturns<string> =>
    spawnSync(emulator, ['-L', libraries, 'binary' in found ? found.binary : '', ...words], {
      encoding: 'utf8',
      env: cleanEnvironment(),
      timeout: 60_000,
    });

  it('judges a machine', () => {
    const { status, stdout, stderr } = run(
      'check',
      '--for',
      'container',
      '--root',
      fixture('concourse-little-cache'),
    );
    expect([status, stderr]).toEqual([75, '']);
    expect(stdout).toMatch(/^unavailable: container needs 320 KiB of memory in single pages/);
  });

  it('runs a command', () => {
    const { status, stdout } = run('run', '--order', '0', '--', 'sh', '-c', 'echo goes; exit 3');
    expect([status, stdout]).toEqual([3, 'goes\n']);
  });
});
