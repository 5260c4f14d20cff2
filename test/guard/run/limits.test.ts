// What a command finds under run is what it would have found without.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseOpenFiles } from '../../../src/guard/run/open-files.ts';
import { cleanEnvironment, dist } from '../../support/cli.ts';
import { findNode } from '../../support/nodes.ts';

describe('parseOpenFiles', () => {
  const line = (soft: string, hard: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft.padEnd(20)} ${hard.padEnd(20)} files     \n`;

  it.each([
    ['1024', '524288'],
    ['1048576', '1048576'],
    ['1024', 'unlimited'],
  ])('reads %s of %s', (soft, hard) => {
    expect(parseOpenFiles(line(soft, hard))).toEqual({ soft, hard });
  });

  it.each(['', 'Max open files\n', line('many', '3'), 'Max processes 1 2 files\n'])(
    'is null for %j',
    (text) => {
      expect(parseOpenFiles(text)).toBeNull();
    },
  );
});

const run = `'${process.execPath}' '${join(dist, 'cli.cjs')}' run --order 0 --`;
const sh = (script: string): string =>
  spawnSync('sh', ['-c', script], { env: cleanEnvironment(), encoding: 'utf8' }).stdout;

const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0;
(hasPrlimit ? it : it.skip)("the soft limit of open files is the caller's own", () => {
  const [without, under] = sh(`ulimit -Sn 512; ulimit -Sn; ${run} sh -c 'ulimit -Sn'`).trim().split('\n');
  expect([without, under]).toEqual(['512', '512']);
});

it('without prlimit, or with a parent of another hard limit, the command still runs', () => {
  expect(sh(`ulimit -n 512; ${run} sh -c 'ulimit -Sn; echo ran'`)).toBe('512\nran\n');
});

const canUnshare = spawnSync('unshare', ['-pf', 'true']).status === 0;
const found24 = findNode(24);
const node24 = canUnshare && 'node' in found24 ? found24.node : null;
if (node24 === null)
  console.log('no PID namespaces or no Node 24 here: the first process of a container is not tested');
(node24 === null ? describe.skip : describe)(
  'as the first process of a container, on a Node with execve',
  () => {
    const first = (...command: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(
        'unshare',
        ['-pf', node24 ?? '', join(dist, 'cli.cjs'), 'run', '--order', '0', '--', ...command],
        {
          env: cleanEnvironment(),
          encoding: 'utf8',
        },
      );

    it('the command takes its place', () => {
      expect(first('sh', '-c', 'echo $$; exit 3')).toMatchObject({ status: 3, stdout: '1\n' });
    });

    it('and finds SIGPIPE as it should be', () => {
      const { stdout } = first('sh', '-c', 'grep SigIgn /proc/self/status');
      expect(stdout).toMatch(/^SigIgn:\s+0+\n$/);
    });

    it.each<[string, string, number]>([
      ['is not there', 'nowhere-to-be-found', 127],
      ['has no interpreter', '/tmp', 126],
      ['is no program', '/etc/passwd', 126],
    ])('a command that %s is told as anywhere else', (_, command, status) => {
      const found = first(command);
      expect([found.status, found.stderr.startsWith('buddyguard: run: ')]).toEqual([status, true]);
    });
  },
);

const python = spawnSync('python3', ['-c', 'import pty']).status === 0;
(python ? it : it.skip)('a terminal that is gone does not cost the command its status', () => {
  const script = `
import os, pty, sys, time
pid, master = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [*sys.argv[1:], 'run', '--order', '0', '--', 'sh', '-c', 'trap "" HUP; sleep 2; exit 7'])
time.sleep(1.5)
os.close(master)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))`;
  const args = ['-c', script, process.execPath, join(dist, 'cli.cjs')];
  expect(spawnSync('python3', args, { env: cleanEnvironment(), encoding: 'utf8' }).stdout).toBe('7\n');
});
