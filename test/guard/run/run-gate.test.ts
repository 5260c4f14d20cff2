// `run` from outside: the gate decides whether the command is started, and then is out of the way.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, cleanEnvironment, dist, runCli } from '../../support/cli.ts';
import { FragmentedRoot } from '../../support/fragmented-root.ts';

let root: FragmentedRoot;
let touched = '';
beforeAll(() => {
  root = new FragmentedRoot();
  touched = join(root.path, 'touched');
});
afterAll(() => {
  root.remove();
});
const gate = (...args: string[]): string[] => ['run', '--root', root.path, ...args];
const run = (...args: string[]): Promise<Finished> => runCli(gate(...args));

describe('a gate that refuses', () => {
  it.each([
    ['75 for now', ['--order', '9', '--strict'], 75],
    ['as -E says', ['--order', '9', '--strict', '-E', '3'], 3],
    ['69 for never, whatever -E says', ['--order', '40', '-E', '3'], 69],
    ['64 where nothing is asked for', [], 64],
  ])('says %s, to stderr, and never starts the command', async (_, args, code) => {
    const ended = await run(...args, '--', 'touch', touched);
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).not.toBe('');
    expect(existsSync(touched)).toBe(false);
  });
});

describe('a gate that lets pass', () => {
  it('is silent, and the command is all there is to see', async () => {
    const ended = await run('--order', '0', '--', 'sh', '-c', 'echo out; echo err >&2; exit 42');
    expect(ended).toEqual({ code: 42, signal: null, stdout: 'out\n', stderr: 'err\n' });
  });

  it('leaves everything behind the first -- alone', async () => {
    const argv = ['--order', '0x10', '--', '1e3', '-h', '', '--compact=yes'];
    const ended = await run('--order', '0', '--', 'printf', '%s\n', ...argv);
    expect(ended.stdout.split('\n').slice(0, -1)).toEqual(argv);
  });

  it('tells what cannot be started in one line', async () => {
    const ended = await run('--order', '0', '--', 'no-such-command-anywhere');
    expect(ended).toMatchObject({ code: 127, stdout: '' });
    expect(ended.stderr).toMatch(/^buddyguard: run: 'no-such-command-anywhere': not found on PATH[^\n]*\n$/);
  });
});

describe('a gate that cannot read the machine', () => {
  const blind = ['run', '--order', '0', '--root', '/no/such/root'];

  it('warns, and goes on', async () => {
    const ended = await runCli([...blind, '--', 'echo', 'ran']);
    expect([ended.code, ended.stdout]).toEqual([0, 'ran\n']);
    expect(ended.stderr).toMatch(/^buddyguard: \/no\/such\/root: [^\n]*\n$/);
  });

  it('refuses with 66 on request', async () => {
    const ended = await runCli([...blind, '--on-unknown', 'fail', '--', 'echo', 'ran']);
    expect([ended.code, ended.stdout]).toEqual([66, '']);
    expect(ended.stderr).toMatch(/^buddyguard: \/no\/such\/root: [^\n]*\n$/);
  });
});

describe('a file that the caller names wrong', () => {
  it.each([
    [
      'is not there',
      '/no/such/rules',
      66,
      /^buddyguard: --rules-file: \/no\/such\/rules: is not there: expected a file/,
    ],
    ['is no rule set', '/etc/passwd', 65, /^buddyguard: \/etc\/passwd: line 1: /],
  ])('%s: the command is not started', async (_, file, code, line) => {
    const ended = await run('--for', 'iptables', '--rules-file', file, '--', 'echo', 'ran');
    expect([ended.code, ended.stdout]).toEqual([code, '']);
    expect(ended.stderr).toMatch(line);
  });
});

describe('while the gate waits', () => {
  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it at once, and the command is never started', async (signal, code) => {
    const args = gate('--order', '9', '--strict', '--timeout', '10m', '--', 'touch', touched);
    const ended = await runCli(args, {
      started: (child) => child.stderr?.once('data', () => child.kill(signal)),
    });
    expect(ended.code ?? ended.signal).toBe(code);
    expect(existsSync(touched)).toBe(false);
  });

  const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;
  if (!hasScript) console.warn('terminal tests are not run: needs script(1), which gives a terminal');
  (hasScript ? it : it.skip)('Ctrl-C on a terminal does the same', async () => {
    const args = gate('--order', '9', '--strict', '--timeout', '10m', '--', 'touch', touched).join(' ');
    const child = spawn(
      'script',
      ['-qefc', `exec ${process.execPath} ${join(dist, 'cli.cjs')} ${args}`, '/dev/null'],
      {
        env: { ...cleanEnvironment(), SHELL: '/bin/sh' },
      },
    );
    child.stdout.once('data', () => child.stdin.write('\x03'));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(130);
    expect(existsSync(touched)).toBe(false);
  });
});
