// `explain --follow` as users run it: the bundle, on logs that grow.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../../support/cli.ts';
import { type Follower, endFollowers, follow, pause } from '../support/follower.ts';
import { readableKmsg } from '../../support/kmsg.ts';

const folder = mkdtempSync(join(tmpdir(), 'buddyguard-follow-'));
afterEach(endFollowers);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const header = (comm: string): string =>
  `${comm}: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)\n`;
const told = (comm: string): RegExp => new RegExp(`^line \\d+: ${comm} was refused a block of order 4`, 'm');

/** A report that has begun, so that it is known to read. */
async function reading(follower: Follower, write: (text: string) => void): Promise<void> {
  write(header('first'));
  await follower.prints(told('first'));
}

describe('explain --follow', () => {
  it('tells failures on standard input as they come, and ends with it', async () => {
    const follower = follow(['-'], 'pipe');
    const write = (text: string): void => void follower.child.stdin?.write(text);
    await reading(follower, write);
    write(header('second'));
    await follower.prints(told('second'));
    write(header('first'));
    await follower.prints(/^line 3: again: first was refused .*, 2 times up to line 3$/m);
    follower.child.stdin?.end();
    expect(await follower.ended).toEqual([0, null]);
    expect(follower.text()).not.toContain('different failures');
    expect(follower.errors()).toBe('');
  });

  it('tells what programs say, once, when the log pauses or ends', async () => {
    const follower = follow(['-'], 'pipe');
    follower.child.stdin?.write('iptables: Memory allocation problem.\n');
    await follower.prints(
      /^line 1: iptables could not replace a table\n[^]*guard {2}buddyguard check --for iptables$/m,
    );
    follower.child.stdin?.end('fork: Cannot allocate memory\n');
    expect(await follower.ended).toEqual([0, null]);
    expect(follower.text().match(/^line \d+: .*$/gm)).toEqual([
      'line 1: iptables could not replace a table',
      'line 2: a process could not be created',
    ]);
  });

  it('prints one JSON object a line', async () => {
    const follower = follow(['--format', 'json', '-'], 'pipe');
    follower.child.stdin?.end(header('one') + header('two'));
    expect(await follower.ended).toEqual([0, null]);
    const objects = follower
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { schema: string; failures: { comm: string }[] });
    expect(objects.map(({ schema, failures }) => [schema, failures[0]?.comm])).toEqual([
      ['buddyguard/explain/1', 'one'],
      ['buddyguard/explain/1', 'two'],
    ]);
  });

  it('goes on in a file that grows, is cut off and is rotated', async () => {
    const log = join(folder, 'kern.log');
    writeFileSync(log, 'a line\n'.repeat(100));
    const follower = follow([log]);
    await reading(follower, (text) => {
      appendFileSync(log, text);
    });
    truncateSync(log);
    appendFileSync(log, header('truncated'));
    await follower.prints(told('truncated'));
    renameSync(log, `${log}.1`);
    writeFileSync(log, header('rotated'));
    await follower.prints(told('rotated'));
    follower.child.kill('SIGTERM');
    expect(await follower.ended).toEqual([143, null]);
  });

  it.each([
    // Ctrl-C ends it by the signal itself: a shell's loop ends too.
    ['SIGINT', [null, 'SIGINT']],
    ['SIGTERM', [143, null]],
    ['SIGHUP', [129, null]],
  ] as const)('%s ends it at once with %j, wherever it waits', async (signal, end) => {
    const log = join(folder, `${signal}.log`);
    writeFileSync(log, '');
    const fifo = join(folder, `${signal}.fifo`);
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    // Opened for both, it waits for no reader; the follower has not yet opened it where nothing was read.
    const writer = openSync(fifo, constants.O_RDWR);
    const append =
      (path: string) =>
      (text: string): void => {
        appendFileSync(path, text);
      };
    const piped = follow(['-'], 'pipe');
    const waits = [
      {
        name: 'standard input',
        follower: piped,
        write: (text: string) => void piped.child.stdin?.write(text),
      },
      { name: log, follower: follow([log]), write: append(log) },
      { name: fifo, follower: follow([fifo]), write: append(fifo) },
    ];
    for (const { name, follower, write } of waits) {
      await reading(follower, write);
      follower.child.kill(signal);
      expect(await follower.ended).toEqual(end);
      expect(follower.errors()).toBe(`buddyguard: ended by ${signal} while reading ${name}\n`);
    }
    closeSync(writer);
  });

  it('has no child that could be left behind', async () => {
    const follower = follow(['-'], 'pipe');
    await reading(follower, (text) => void follower.child.stdin?.write(text));
    const { pid } = follower.child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    expect(children).toBe('');
    follower.child.kill('SIGKILL');
    expect(await follower.ended).toEqual([null, 'SIGKILL']);
  });

  it('ends where nobody reads its answers any more', async () => {
    const follower = follow(['-'], 'pipe');
    await reading(follower, (text) => void follower.child.stdin?.write(text));
    follower.child.stdout?.destroy();
    follower.child.stdin?.write(header('unread'));
    expect(await follower.ended).toEqual([141, null]);
  });

  it.each([
    ['closed', '<&-'],
    ['/dev/null', '</dev/null'],
    ['an empty file', `<"${join(folder, 'empty')}"`],
  ])('standard input that is %s: without --follow it is no all-clear', (_name, redirection) => {
    writeFileSync(join(folder, 'empty'), '');
    const command = `exec "$0" "$1" explain - ${redirection}`;
    const found = spawnSync('sh', ['-c', command, process.execPath, join(dist, 'cli.cjs')], {
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
    expect(found).toMatchObject({ status: 66, stdout: '' });
    expect(found.stderr).toMatch(
      /^buddyguard: standard input: nothing was read.*sudo buddyguard explain [^\n]*\n$/,
    );
  });

  it.each([
    ['closed', '<&-'],
    ['/dev/null', '</dev/null'],
  ])('standard input that is %s is at its end: nothing to follow', (_name, redirection) => {
    const command = `exec "$0" "$1" explain --follow - ${redirection}`;
    const found = spawnSync('sh', ['-c', command, process.execPath, join(dist, 'cli.cjs')], {
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
    expect(found).toMatchObject({ status: 0, stderr: '', stdout: '' });
  });
});

const kmsg = readableKmsg();
describe(kmsg ? '/dev/kmsg' : '/dev/kmsg (skipped: it cannot be read here)', () => {
  const itHere = kmsg ? it : it.skip;

  itHere('is read to its end without --follow', () => {
    const found = spawnSync(process.execPath, [join(dist, 'cli.cjs'), 'explain', '/dev/kmsg'], {
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
    expect(found.status).toBe(0);
    expect(found.stdout).toMatch(/in [\d,]+ lines?(?:;.*)?\n$/);
  });

  itHere.each([
    ['/dev/kmsg', 1],
    ['-', 2],
  ])('is waited at with --follow, and a signal ends that: %s', async (file, descriptors) => {
    const descriptor = openSync('/dev/kmsg', 'r');
    const follower = follow([file], file === '-' ? descriptor : 'ignore');
    closeSync(descriptor);
    while (openCount(follower, '/dev/kmsg') < descriptors) await pause();
    await settled(follower);
    follower.child.kill('SIGTERM');
    expect(await follower.ended).toEqual([143, null]);
  });
});

/** CPU time that a process has had, in clock ticks (proc_pid_stat(5), fields 14 and 15). */
function cpuTicks({ child }: Follower): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Waits until a process has nothing to do: before it listens for signals, one ends it as any other program. */
async function settled(follower: Follower): Promise<void> {
  for (let before = -1; cpuTicks(follower) !== before;) {
    before = cpuTicks(follower);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** How many descriptors of a process are of that file. */
function openCount({ child }: Follower, path: string): number {
  const descriptors = `/proc/${child.pid}/fd`;
  return readdirSync(descriptors).filter((name) => targetOf(join(descriptors, name)) === path).length;
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // It was closed in between.
    return '';
  }
}
