// Processes that cannot be started: the command, and the helpers of --trial and --compact.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import {
  childrenOf,
  expectSound,
  faulted,
  injecting,
  isUnlocked,
  machineLimits,
  skips,
  whyNoStrace,
  whyNot,
} from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

let root: FragmentedRoot;
const limits = machineLimits();
beforeAll(() => {
  root = new FragmentedRoot();
});
afterAll(() => {
  root.remove();
  expect(machineLimits()).toEqual(limits);
});

const describeTraced = skips('processes that cannot be started', whyNoStrace) ? describe.skip : describe;
const run = (...options: string[]): string[] => ['run', ...options, '--', 'echo', 'ran'];
const refused = (...more: string[]): string[] =>
  run('--order', '9', '--strict', '--root', root.path, '--retries', '1', '--interval', '10ms', ...more);

// A process is made by clone(2), its helper's program by execve(2), the pipes to it by socketpair(2).
const calls = 'clone,fork,vfork';

describeTraced.each(['ENOMEM', 'EAGAIN', 'EPERM'])('%s where a process is to be made', (error) => {
  const under = injecting(`${calls}:error=${error}`);

  it('is 126 for the command', async () => {
    const found = await faulted(run('--order', '0'), { under });
    expectSound(found);
    expect([found.code, found.stdout]).toEqual([126, '']);
    expect(found.stderr).toMatch(/^buddyguard: run: 'echo' could not be started.*\n$/);
  });

  it('is a trial that is not possible, and no other answer', async () => {
    const found = await faulted(['check', '--order', '4', '--format', 'json', '--trial'], { under });
    expectSound(found);
    const { trial } = JSON.parse(found.stdout) as { trial: { measured: unknown } };
    expect(trial.measured).toBe(null);
  });

  it('is a compaction that is not done, and opens no gate', async () => {
    const found = await faulted(refused('--compact'), { under });
    expectSound(found);
    expect([found.code, found.stdout]).toEqual([75, '']);
    expect(isUnlocked(join(root.path, 'sys/devices/system/node/node0/compact'))).toBe(true);
  });
});

describeTraced('what only helpers meet', () => {
  it.each(['socketpair:error=EMFILE', 'socketpair:error=EAGAIN', 'execve:error=ENOMEM:when=2+'])(
    '%s ends no check',
    async (inject) => {
      const found = await faulted(['check', '--order', '4', '--trial', '-q'], { under: injecting(inject) });
      expectSound(found);
      expect([0, 75]).toContain(found.code);
    },
  );

  it('a signal that may not be passed on is no reason to leave the command', async () => {
    const script = 'echo started; sleep 1; exit 7';
    const found = await faulted(['run', '--order', '0', '--', 'sh', '-c', script], {
      under: injecting('kill:error=EPERM'),
      started: (child) => {
        // strace is the child that is known here: the guard is its child.
        child.stdout?.once('data', () => {
          for (const pid of childrenOf(child.pid ?? 0)) {
            process.kill(pid, 'SIGTERM');
            process.kill(pid, 'SIGHUP');
          }
        });
      },
    });
    expect(found).toMatchObject({ code: 7, stdout: 'started\n', stderr: '', left: [] });
  });
});

const noPrlimit = whyNot('prlimit', 'prlimit', '--nofile=64:64', 'true');
(skips('few open files', noPrlimit) ? describe.skip : describe)('few open files', () => {
  // Below a number that differs between its versions Node itself cannot start, and says so in its own way.
  it.each([20, 22, 24, 28, 32])('%i of them', async (number) => {
    const under = ['prlimit', `--nofile=${number}:${number}`];
    for (const args of [run('--order', '0'), run('--order', '0', '--trial'), refused('--compact')]) {
      const found = await faulted(args, { under });
      expect(found.left).toEqual([]);
      if (found.code !== 0) expect(found.stdout).toBe('');
      if (!/^node:|Error: EMFILE.*dist.cli\.cjs|Native stack/m.test(found.stderr) && found.signal === null)
        expectSound(found);
    }
  });
});

const nobody = ['setpriv', '--reuid', '64998', '--regid', '64998', '--clear-groups'];
const noOther = whyNot('root and setpriv', nobody[0] ?? '', ...nobody.slice(1), process.execPath, '-e', '0');
(skips('few processes', noOther) ? describe.skip : describe)(
  'few processes, for a user without privileges',
  () => {
    // With too few for its own threads Node aborts, or waits for ever for one that was never made: it is given a while.
    it.each([6, 8, 10, 12, 16])('%i of them', async (number) => {
      const under = ['timeout', '-s', 'KILL', '10', ...nobody, 'prlimit', `--nproc=${number}:${number}`];
      const found = await faulted(run('--order', '0', '--trial'), { under });
      expect(found.left).toEqual([]);
      if (found.code !== 0) expect(found.stdout).toBe('');
      if (!/pthread_create|Native stack/.test(found.stderr) && found.code !== 137 && found.code !== 134)
        expectSound(found);
    });
  },
);
