// What the programs that a guard starts are given, as the kernel sees it.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findProgram } from '../../src/machine/programs.ts';
import { runCli } from '../support/cli.ts';
import { skips, whyNoStrace } from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';
import { emptyRoot, removeRoots } from '../support/root.ts';

const root = new FragmentedRoot();
afterAll(() => {
  root.remove();
  removeRoots();
});

const describeHere = skips('what helpers are given', whyNoStrace) ? describe.skip : describe;

/** What was executed after Node itself, as strace prints it: path, arguments, environment. */
async function executed(...args: string[]): Promise<string[]> {
  const folder = emptyRoot();
  const log = join(folder, 'log');
  const strace = ['strace', '-f', '-qq', '-v', '-s', '4096', '-o', log, '-e', 'trace=execve'];
  const environment = {
    BUDDYGUARD_SECRET: '$(touch /nowhere/x)',
    PERL5OPT: '-Mstrict',
    PYTHONPATH: '/nowhere',
  };
  // A core is wanted of what dies, and goes to a folder of its own.
  const under = ['sh', '-c', 'ulimit -S -c $(ulimit -H -c); exec "$@"', 'sh', ...strace];
  await runCli(args, { under, environment, cwd: folder });
  const calls = readFileSync(log, 'utf8').matchAll(/ execve\((.*)\) += 0$/gm);
  return [...calls].slice(1).map(([, call = '']) => call);
}

const two = '["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]';
const compact = ['--order', '9', '--strict', '--compact', '--retries', '1', '--interval', '10ms'];

describeHere('a helper', () => {
  it.each([
    ['of --compact', ['check', ...compact, '--root', root.path], ['flock', 'sh']],
    ['of --trial', ['check', '--order', '4', '--trial'], ['perl', 'python3']],
    [
      'of run, where a signal ended the command',
      ['run', '--order', '0', '--', 'sh', '-c', 'kill -QUIT $$'],
      ['prlimit'],
    ],
  ])('%s gets two variables and nothing of the caller', async (_, args, names) => {
    const helpers = (await executed(...args)).filter((call) => !call.includes('kill -QUIT'));
    // Where no core is allowed, run needs none.
    if (args[0] === 'check' && names.some((name) => findProgram(name) !== null))
      expect(helpers).not.toEqual([]);
    for (const call of helpers) {
      expect(names).toContain(/^"[^"]*\/([^"/]+)"/.exec(call)?.[1]);
      expect(call.endsWith(`, ${two}`)).toBe(true);
    }
  });

  it('that is a shell gets a fixed text, whatever the options are', async () => {
    const own = new FragmentedRoot();
    const odd = join(emptyRoot(), '; touch x; $(touch y)`touch z`');
    symlinkSync(own.path, odd);
    const helpers = await executed('check', ...compact, '--root', odd);
    const shells = helpers.filter((call) => call.includes('/sh"'));
    own.remove();
    expect(shells).toHaveLength(1);
    expect(shells[0]).toContain('["/usr/bin/sh", "-c", "printf 1 >&3"]');
  });
});

describeHere('a command', () => {
  it('gets its words as they are, from no shell', async () => {
    const words = ['echo', '$(touch x)', '; touch y', '`touch z` | * "'];
    const [command = '', ...more] = await executed('run', '--order', '0', '--', ...words);
    expect(more).toEqual([]);
    expect(command).toContain(`, ["echo", "$(touch x)", "; touch y", "\`touch z\` | * \\""], [`);
  });
});
