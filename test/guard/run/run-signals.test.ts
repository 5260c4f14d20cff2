import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { inForeground } from '../../../src/guard/run/signals.ts';
import { buildRunDriver } from '../../support/run-driver.ts';

let folder = '';
let driver = '';
let counter = '';
beforeAll(() => {
  ({ folder, driver } = buildRunDriver());
  counter = join(folder, 'counter.cjs');
  // Says each signal that reaches it, and ends with 40 a while after the first or at once after SIGTERM.
  writeFileSync(
    counter,
    `for (const s of ['SIGINT','SIGQUIT','SIGTERM','SIGHUP','SIGUSR1','SIGUSR2','SIGALRM','SIGWINCH'])
       process.on(s, () => { console.log('got ' + s); setTimeout(() => process.exit(40), 500); });
     console.log('ready ' + process.pid);
     setInterval(() => {}, 1000);`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  output: string;
  status: number | null;
  signal: NodeJS.Signals | null;
}

/** Waits for `ready`, does `then`, and collects what comes until the end. */
async function watch(
  child: ChildProcess,
  then: (child: ChildProcess, output: string) => void,
): Promise<Ended> {
  let output = '';
  let done = false;
  child.stdout!.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (!done && /ready \d+/.test(output)) {
      done = true;
      then(child, output);
    }
  });
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (status, signal) => {
      resolve({ output, status, signal });
    });
  });
}

/** A guard in a session of its own, without a terminal, as CI starts it. */
const withoutTerminal = (command: string[]): ChildProcess =>
  spawn(process.execPath, [driver, ...command], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });

const count = (output: string, signal: string): number => output.split(`got ${signal}`).length - 1;

describe('a signal sent to the guard alone', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGWINCH'] as const)(
    '%s reaches the command once, and the guard waits for what comes of it',
    async (signal) => {
      const ended = await watch(withoutTerminal([process.execPath, counter]), (child) => child.kill(signal));
      expect(count(ended.output, signal)).toBe(1);
      expect(ended.output).not.toContain('Debugger');
      expect([ended.status, ended.signal]).toEqual([40, null]);
    },
  );

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const)(
    '%s that kills the command is the death of the guard',
    async (signal) => {
      const command = ['sh', '-c', 'echo ready $$; exec sleep 600'];
      const ended = await watch(withoutTerminal(command), (child) => child.kill(signal));
      expect([ended.status, ended.signal]).toEqual([null, signal]);
    },
  );

  it('does not end the guard where the command ignores it', async () => {
    const command = ['sh', '-c', 'trap "" TERM HUP INT; echo ready $$; sleep 0.5; exit 7'];
    const ended = await watch(withoutTerminal(command), (child) => {
      for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) child.kill(signal);
    });
    expect([ended.status, ended.signal]).toEqual([7, null]);
  });
});

const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;
if (!hasScript) console.warn('terminal tests are not run: needs script(1), which gives a terminal');
const itOnTerminal = hasScript ? it : it.skip;

/** A guard in the foreground of a terminal of its own; what is written to it is typed. */
const onTerminal = (command: string): ChildProcess =>
  spawn('script', ['-qefc', `exec ${command}`, '/dev/null'], { env: { ...process.env, SHELL: '/bin/sh' } });

describe('on a terminal', () => {
  itOnTerminal('Ctrl-C reaches the command once, not twice', async () => {
    const ended = await watch(
      onTerminal(`${process.execPath} ${driver} ${process.execPath} ${counter}`),
      (child) => {
        child.stdin!.write('\x03');
      },
    );
    expect(count(ended.output, 'SIGINT')).toBe(1);
    expect(ended.status).toBe(40);
  });

  itOnTerminal('Ctrl-C that kills the command is the death of the guard', async () => {
    const command = `${process.execPath} ${driver} sh -c 'echo ready $$; exec sleep 600'`;
    const ended = await watch(onTerminal(command), (child) => {
      child.stdin!.write('\x03');
    });
    // script -e says a death by a signal as a shell does
    expect(ended.status).toBe(130);
  });

  itOnTerminal('Ctrl-C that the command survives leaves the guard alive', async () => {
    const command = `${process.execPath} ${driver} sh -c 'trap "" INT; echo ready $$; sleep 0.5; exit 6'`;
    const ended = await watch(onTerminal(command), (child) => {
      child.stdin!.write('\x03');
    });
    expect(ended.status).toBe(6);
  });

  itOnTerminal('the command reads the terminal, and sees it as one', async () => {
    const command = `${process.execPath} ${driver} sh -c 'test -t 0 && test -t 1 && echo ready 1; read line; echo "<$line>"'`;
    const ended = await watch(onTerminal(command), (child) => {
      child.stdin!.write('typed\n');
    });
    expect(ended.output).toContain('<typed>');
    expect(ended.status).toBe(0);
  });
});

describe('inForeground', () => {
  it.each([
    ['the foreground group of a terminal', '12 (node) S 11 12 11 34816 12 4194304', true],
    ['the background of a terminal', '12 (node) S 11 12 11 34816 30 4194304', false],
    ['no terminal', '12 (node) S 11 12 12 0 -1 4194304', false],
    ['no terminal in a group of 0, another PID namespace', '12 (node) S 0 0 0 0 0 4194304', false],
    ['a name made to mislead', '12 (a) S 1 2 3 4 2) S 11 12 11 34816 30 4194304', false],
  ])('%s', (_, stat, expected) => {
    expect(inForeground(() => stat)).toBe(expected);
  });

  it('is not, where /proc does not tell', () => {
    expect(
      inForeground(() => {
        throw new Error('ENOENT');
      }),
    ).toBe(false);
  });
});
