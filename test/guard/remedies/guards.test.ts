import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Finished, runCli } from '../../support/cli.ts';
import { FragmentedRoot } from '../../support/fragmented-root.ts';

const shell = realpathSync('/bin/sh');
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
const describeHere = canMount ? describe : describe.skip;
if (!canMount) console.log('no mount namespaces here: guards that compact at once are not tested');

const control = 'sys/devices/system/node/node0/compact';
const asked = ['check', '--order', '9', '--strict', '--compact', '--interval', '20ms', '--root'];

let root: FragmentedRoot;
beforeEach(() => {
  root = new FragmentedRoot();
  // The child that writes is a shell: this one says its number, and stays in the write until it may go on.
  mkdirSync(join(root.path, 'bin'));
  const real = join(root.path, 'bin/real-sh');
  copyFileSync(shell, real);
  writeFileSync(
    join(root.path, 'bin/sh'),
    `#!${real}\necho $$ >>'${root.path}/writers'\nuntil test -e '${root.path}/go'; do sleep 0.05; done\nexec ${real} "$@"\n`,
  );
  chmodSync(join(root.path, 'bin/sh'), 0o755);
  root.write('writers', '');
});
afterEach(() => {
  for (const pid of writers()) kill(pid);
  root.remove();
});

const writers = (): number[] =>
  readFileSync(join(root.path, 'writers'), 'utf8').split('\n').filter(Boolean).map(Number);
const read = (name: string): string => readFileSync(join(root.path, name), 'utf8');

/** Mounts files in the place of the system's, by pairs, for one guard and its children: root alone may. */
function mounted(...pairs: readonly string[]): string[] {
  const script =
    'while [ "$1" != -- ]; do mount --bind "$1" "$2" && shift 2 || exit 99; done; shift; exec "$@"';
  return ['unshare', '-m', 'sh', '-c', script, 'sh', ...pairs, '--'];
}

const guardArguments = (): string[] => [...asked, root.path, '--retries', '1'];

function guard(started: (child: ChildProcess) => void = () => undefined): Promise<Finished> {
  return runCli(guardArguments(), { under: mounted(join(root.path, 'bin/sh'), shell), started });
}

/** Kills a process that may be gone. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

describeHere('a hundred guards at once', () => {
  it('compact one at a time: while one is at it the others end without', async () => {
    const files = readdirSync(root.path, { recursive: true }).sort();
    let ended = 0;
    const guards = Array.from({ length: 100 }, async () => {
      const finished = await guard();
      ended++;
      return finished;
    });
    await until(() => ended === 99);
    expect(writers()).toHaveLength(1);
    expect(read(control)).toBe('');
    root.write('go', '');
    const finished = await Promise.all(guards);
    expect(finished.map(({ code }) => code)).toEqual(Array.from({ length: 100 }, () => 75));
    expect(
      finished.filter(({ stderr }) => stderr.includes('compacting node 0, as --compact asks')),
    ).toHaveLength(1);
    expect(finished.filter(({ stderr }) => stderr.includes('another guard is compacting'))).not.toHaveLength(
      0,
    );
    expect(read(control)).toBe('1');
    expect(readdirSync(root.path, { recursive: true }).sort()).toEqual([...files, 'go'].sort());
  }, 300_000);
});

describeHere('a guard that is killed while it compacts', () => {
  it('leaves no lock behind', async () => {
    let child: ChildProcess | undefined;
    const first = guard((started) => (child = started));
    await until(() => writers().length === 1);
    child?.kill('SIGKILL');
    expect((await first).signal).toBe('SIGKILL');
    // Its child is still in the write, and so is the lock: nobody else compacts.
    expect((await guard()).stderr).toContain('another guard is compacting');
    kill(writers()[0]!);
    root.write('go', '');
    const next = await guard();
    expect(next.stderr).toContain('compacting node 0, as --compact asks');
    expect(next.stderr).toMatch(/compacted node 0 in /);
  });

  it('ends at once on Ctrl-C', async () => {
    let child: ChildProcess | undefined;
    const interrupted = guard((started) => (child = started));
    await until(() => writers().length === 1);
    child?.kill('SIGINT');
    expect((await interrupted).signal).toBe('SIGINT');
    expect(read(control)).toBe('');
  });
});

describeHere('without flock(1)', () => {
  it('the compaction says so and is done', async () => {
    root.write('go', '');
    const flock = ['/usr/bin/flock', '/bin/flock'].find((path) => existsSync(path)) ?? '';
    // An empty file that nobody may execute is no flock.
    root.write('bin/flock', '');
    const under = mounted(join(root.path, 'bin/flock'), flock, join(root.path, 'bin/sh'), shell);
    const finished = await runCli(guardArguments(), { under });
    expect(finished.stderr).toContain(
      'compacting node 0, as --compact asks, without a lock: there is no flock(1) here',
    );
    expect(read(control)).toBe('1');
  });
});
