// Guards that are stopped, continued and ended at any moment.
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inParallel } from '../support/cli.ts';
import {
  type Faulted,
  childrenOf,
  faulted,
  injecting,
  isUnlocked,
  machineLimits,
  skips,
  whyNoStrace,
} from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

let root: FragmentedRoot;
const limits = machineLimits();
const control = (): string => join(root.path, 'sys/devices/system/node/node0/compact');
beforeAll(() => {
  root = new FragmentedRoot();
});
beforeEach(() => {
  utimesSync(control(), new Date(), new Date());
});
afterAll(() => {
  root.remove();
  expect(machineLimits()).toEqual(limits);
});

const refused = (...more: string[]): string[] => [
  ...['run', '--order', '9', '--strict', '--root', root.path, ...more, '--', 'echo', 'ran'],
];

describe('a guard that was stopped', () => {
  it('past its deadline looks once more, and does not make up for what it missed', async () => {
    const found = await faulted(refused('--timeout', '1s', '--interval', '100ms', '-q'), {
      started: (child) => {
        void pause(500).then(async () => {
          child.kill('SIGSTOP');
          await pause(1500);
          child.kill('SIGCONT');
        });
      },
    });
    expect(found).toMatchObject({ code: 75, stdout: '', stderr: '', left: [] });
  });

  it('before its deadline goes on where it was', async () => {
    const found = await faulted(refused('--timeout', '2s', '--interval', '100ms'), {
      started: (child) => {
        child.stderr?.once('data', () => {
          child.kill('SIGSTOP');
          void pause(700).then(() => child.kill('SIGCONT'));
        });
      },
    });
    expect([found.code, found.stdout, found.left]).toEqual([75, '', []]);
    // Ten looks would fit without the stop, doubling or not.
    expect(found.stderr.match(/^buddyguard: look \d+:/gm)!.length).toBeLessThan(12);
  });
});

describe('a guard that is ended at a random moment', () => {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const moments = Array.from({ length: 12 }, (_, n) => ({
    signal: signals[n % 2]!,
    milliseconds: Math.round(Math.random() * 900),
  }));
  const endedAt = (args: string[], signal: NodeJS.Signals, milliseconds: number): Promise<Faulted> =>
    faulted(args, { started: (child) => void pause(milliseconds).then(() => child.kill(signal)) });

  it('of a compaction has run nothing and leaves nothing', async () => {
    const args = refused('--compact', '--retries', '9', '--interval', '100ms', '-q');
    const all = await inParallel(moments, ({ signal, milliseconds }) => endedAt(args, signal, milliseconds));
    for (const [n, found] of all.entries()) {
      const said = [moments[n], found.code, found.signal];
      expect([said, found.stdout, found.left]).toEqual([said, '', []]);
      // Before the guard is listening it dies by the signal itself.
      expect(['SIGTERM', 'SIGINT', 143]).toContain(found.signal ?? found.code);
    }
    expect(isUnlocked(control())).toBe(true);
  });

  it('of a trial, or its command, leaves neither behind', async () => {
    // The command is still there at the last moment.
    const args = ['run', '--order', '0', '--trial', '-q', '--', 'sleep', '10'];
    const all = await inParallel(moments, ({ signal, milliseconds }) => endedAt(args, signal, milliseconds));
    for (const [n, found] of all.entries()) {
      const said = [moments[n], found.code, found.signal];
      expect([said, found.left]).toEqual([said, []]);
      expect(['SIGTERM', 'SIGINT', 143]).toContain(found.signal ?? found.code);
    }
  });
});

const describeTraced = skips('a helper that lasts', whyNoStrace) ? describe.skip : describe;
describeTraced('a signal in the last look of a wait', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s is not lost: it ends the guard, or its command',
    async (signal) => {
      const found = await faulted(['run', '--order', '0', '--retries', '1', '-q', '--', 'sleep', '10'], {
        under: injecting(`openat:signal=${signal}`, '/proc/buddyinfo'),
      });
      expect(found.left).toEqual([]);
      expect([signal, 128 + constants.signals[signal]]).toContain(found.signal ?? found.code);
    },
  );
});

describeTraced('a signal while a helper is at work', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends the helper, too', async (signal) => {
    // The write is held up, as a compaction holds it up.
    writeFileSync(control(), '');
    const slow = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=write', '-P', control()];
    const found = await faulted(refused('--compact', '--retries', '1', '--interval', '10ms'), {
      under: [...slow, '-e', 'inject=write:delay_enter=3000000'],
      started: (child) => {
        child.stderr?.on('data', (data: Buffer) => {
          if (!data.includes('as --compact asks')) return;
          void pause(300).then(() => {
            for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, signal);
          });
        });
      },
    });
    expect([found.code ?? found.signal, found.stdout, found.left]).toEqual([
      signal === 'SIGTERM' ? 143 : 'SIGINT',
      '',
      [],
    ]);
    expect(readFileSync(control(), 'latin1')).toBe('');
    expect(isUnlocked(control())).toBe(true);
  });
});
