// --output: the answer in a file, whole or not at all.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Finished, oneLine, runCli } from '../support/cli.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const write = (file: string, ...more: string[]): Promise<Finished> =>
  runCli(['check', '--order', '4', '--root', fixture('7.3.4'), '--output', file, ...more]);

describe('--output', () => {
  it.each(['text', 'json', 'line', 'prometheus', 'nagios', 'npd'])(
    'has what --format %s prints',
    async (format) => {
      const folder = emptyRoot();
      const file = join(folder, 'answer');
      const printed = await runCli(['check', '--order', '4', '--root', fixture('7.3.4'), '--format', format]);
      expect(await write(file, '--format', format)).toMatchObject({
        code: printed.code,
        stdout: '',
        stderr: '',
      });
      // But for how long the look took.
      const told = (text: string): string => text.replace(/"afterMilliseconds":\d+/, '');
      expect(told(readFileSync(file, 'utf8'))).toBe(told(printed.stdout));
      expect(readdirSync(folder)).toEqual(['answer']);
    },
  );

  it('replaces a file, which everybody may read then, whatever the umask', async () => {
    const file = join(emptyRoot(), 'a.prom');
    writeFileSync(file, 'old', { mode: 0o600 });
    const before = statSync(file).ino;
    const done = await runCli(['check', '--order', '4', '--root', fixture('7.3.4')], {
      environment: { BUDDYGUARD_OUTPUT: file, BUDDYGUARD_FORMAT: 'prometheus' },
      under: ['sh', '-c', 'umask 077; exec "$0" "$@"'],
    });
    expect([done.code, done.stdout]).toEqual([0, '']);
    const { mode, ino } = statSync(file);
    expect([mode & 0o777, ino === before]).toEqual([0o644, false]);
    expect(readFileSync(file, 'utf8')).toContain('buddyguard_verdict{');
  });

  it('writes with --quiet, too', async () => {
    const file = join(emptyRoot(), 'answer');
    expect(await write(file, '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^available:/);
  });

  it.each<[string, (folder: string) => string]>([
    ['a device', () => '/dev/null'],
    ['a folder', (folder) => folder],
    [
      'a link',
      (folder) => {
        writeFileSync(join(folder, 'other'), 'kept');
        symlinkSync('other', join(folder, 'link'));
        return join(folder, 'link');
      },
    ],
  ])('does not take the place of %s', async (_, place) => {
    const folder = emptyRoot();
    const file = place(folder);
    const before = readdirSync(folder);
    const done = await write(file);
    expect([done.code, done.stdout]).toEqual([74, '']);
    expect(done.stderr).toMatch(oneLine);
    expect(done.stderr).toContain('expected a regular file, or a name that is free');
    expect(readdirSync(folder)).toEqual(before);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('that cannot be written is 74, and the old file stays', async () => {
    const folder = emptyRoot();
    mkdirSync(join(folder, 'sub'));
    for (const file of [join(folder, 'none/a'), join(folder, 'sub/../nowhere/a'), '/proc/a']) {
      const done = await write(file);
      expect([done.code, done.stdout]).toEqual([74, '']);
      expect(done.stderr).toMatch(oneLine);
      expect(done.stderr).toContain('cannot be written (');
      expect(existsSync(file)).toBe(false);
    }
  });
});

it('with --format nagios a wrong option and a machine that cannot be read are UNKNOWN', async () => {
  for (const words of [
    ['--order', 'x'],
    ['--for', 'veht'],
    ['--order', '4', '--root', '/nonexistent'],
    ['--retries', '-1', '--order', '1'],
  ]) {
    const done = await runCli(['check', ...words, '--format=nagios']);
    expect([words, done.code]).toEqual([words, 3]);
    expect(done.stdout).toMatch(/^BUDDYGUARD UNKNOWN - [^\n]+\n$/);
  }
});
