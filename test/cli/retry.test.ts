// Waiting, as users see it: a machine that changes meanwhile, deadlines, and signals that end it at once.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Finished, type RunOptions, runCli } from '../support/cli.ts';
import { type ZoneText, textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots, writeUnder } from '../support/root.ts';

afterAll(removeRoots);

const filesWith = (blocks: number): Record<string, string> => {
  const zones: ZoneText[] = [
    { zone: 'Normal', types: { Unmovable: [9000, 0, 0, 0, blocks] }, min: 100, managed: 20_000 },
  ];
  return filesOf(textsOf({ zones }), '6.12.0');
};

/** GFP_ATOMIC cannot make what is not there: without a block of the order this machine says no. */
const atomic = (root: string, ...more: string[]): string[] => [
  ...['check', '--order', '4', '--gfp', 'GFP_ATOMIC', '--root', root],
  ...more,
];

/** Runs the command; `onLine` is called with each whole line of its stderr, and with its process id. */
function watched(
  args: readonly string[],
  onLine: (line: string, pid: number) => void,
  options: RunOptions = {},
): Promise<Finished> {
  return runCli(args, {
    ...options,
    started: (child) => {
      let text = '';
      child.stderr?.on('data', (data: Buffer) => {
        text += data.toString('utf8');
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) onLine(line, child.pid ?? 0);
      });
    },
  });
}

describe('while it waits', () => {
  it('the machine is read afresh, and each look is a line', async () => {
    const root = makeRoot(filesWith(0));
    const args = atomic(root, '--retries', '50', '--interval', '50ms', '--format', 'json');
    const { code, stdout, stderr } = await watched(args, (line) => {
      if (!line.includes('look 2:')) return;
      for (const [path, text] of Object.entries(filesWith(5))) writeUnder(root, path, text);
    });
    expect(code).toBe(0);
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^buddyguard: look 1: unavailable \(chance \d %\): .*; next look in 0\.\d s, 49 more at most$/,
    );
    expect(lines[1]).toMatch(
      /look 2: unavailable .*64 KiB or larger 0 as before, free 35\.2 MiB as before; next look/,
    );
    expect(lines.at(-1)).toMatch(
      /available .*: blocks of 64 KiB or larger 0 -> 5, free 35\.2 MiB -> 35\.5 MiB$/,
    );
    const { attempts, go } = JSON.parse(stdout) as {
      attempts: { verdict: string; afterMilliseconds: number }[];
      go: boolean;
    };
    expect(go).toBe(true);
    expect(attempts).toHaveLength(lines.length);
    expect(attempts.at(-1)?.verdict).toBe('available');
    const times = attempts.map((a) => a.afterMilliseconds);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('--timeout alone ends it, with a last look at the deadline', async () => {
    const args = atomic(
      makeRoot(filesWith(0)),
      '--timeout',
      '400ms',
      '--interval',
      '100ms',
      '--format',
      'json',
    );
    const { code, stdout } = await runCli(args);
    expect(code).toBe(75);
    const { attempts } = JSON.parse(stdout) as { attempts: { afterMilliseconds: number }[] };
    expect(attempts.length).toBeGreaterThan(1);
    expect(attempts.at(-1)!.afterMilliseconds).toBeGreaterThanOrEqual(400);
    expect(attempts.at(-2)!.afterMilliseconds).toBeLessThanOrEqual(attempts.at(-1)!.afterMilliseconds);
  });

  it('a long interval does not outlast a short timeout', async () => {
    const args = atomic(makeRoot(filesWith(0)), '--retries', '9', '--interval', '1h', '--timeout', '200ms');
    expect((await runCli(args)).code).toBe(75);
  });

  it('--quiet says nothing', async () => {
    const args = atomic(makeRoot(filesWith(0)), '--retries', '2', '--interval', '1ms', '--quiet');
    expect(await runCli(args)).toMatchObject({ code: 75, stdout: '', stderr: '' });
  });

  it.each([
    ['goes away', (root: string) => execFileSync('rm', ['-r', `${root}/proc`]), /is not there/],
    [
      'is spoiled',
      (root: string) => {
        writeUnder(root, 'proc/buddyinfo', 'hello\n');
      },
      /line 1: a text of 5 characters/,
    ],
  ])('a file that %s fails looks, and opens no gate', async (_name, spoil, why) => {
    const root = makeRoot(filesWith(0));
    const args = [
      'run',
      ...atomic(root, '--retries', '5', '--interval', '20ms').slice(1),
      '--',
      'echo',
      'ran',
    ];
    const { code, stdout, stderr } = await watched(args, (line) => {
      if (line.includes('look 2:')) spoil(root);
    });
    expect([code, stdout]).toEqual([75, '']);
    expect(stderr).toMatch(new RegExp(`look 4: failed: .*${why.source}.*; next look in`));
  });
});

describe('a signal', () => {
  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
    ['SIGUSR1', 138],
    ['SIGUSR2', 140],
    ['SIGALRM', 142],
  ] as const;
  const forAnHour = (root: string): string[] => atomic(root, '--retries', '5', '--interval', '1h');

  it.each(signals)('%s ends the wait with %i', async (signal, code) => {
    const found = await watched(forAnHour(makeRoot(filesWith(0))), (line, pid) => {
      if (line.includes('next look in')) process.kill(pid, signal);
    });
    // Ctrl-C ends it by the signal itself: a shell's loop ends too.
    const ended = signal === 'SIGINT' ? [null, signal] : [code, null];
    expect([found.code, found.signal, found.stdout]).toEqual([...ended, '']);
    expect(found.stderr.trimEnd().split('\n').at(-1)).toBe(
      `buddyguard: ended by ${signal} while waiting for memory`,
    );
  });

  const canUnshare = ((): boolean => {
    try {
      execFileSync('unshare', ['-pf', 'true'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  const itInNamespace = canUnshare ? it : it.skip;
  itInNamespace.each(signals)(
    '%s ends it with %i as the first process of a container, too (needs unshare -pf)',
    async (signal, code) => {
      const found = await watched(
        forAnHour(makeRoot(filesWith(0))),
        (line, pid) => {
          if (!line.includes('next look in')) return;
          const [first = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
          process.kill(Number(first), signal);
        },
        { under: ['unshare', '-pf'] },
      );
      expect(found.code).toBe(code);
      expect(found.stderr).toContain(`ended by ${signal}`);
    },
  );
});
