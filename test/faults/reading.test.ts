// Files that decide and cannot be read, once or for good: before the first look, and in the middle of a wait.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, dist } from '../support/cli.ts';
import { expectSound, faulted, injecting, isUnlocked, skips, whyNoStrace } from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

const describeHere = skips('files that cannot be read', whyNoStrace) ? describe.skip : describe;

let root: FragmentedRoot;
beforeAll(() => {
  root = new FragmentedRoot();
});
// Recent times are the kernel's own: no remedy rests after the one of another test.
beforeEach(() => {
  for (const path of [control(), join(root.path, 'proc/sys/vm/drop_caches')])
    utimesSync(path, new Date(), new Date());
});
afterAll(() => {
  root.remove();
});

const control = (): string => join(root.path, 'sys/devices/system/node/node0/compact');
const run = (...options: string[]): string[] => ['run', ...options, '--', 'echo', 'ran'];
/** Order 9 is refused there, whatever is waited for. */
const refused = (...more: string[]): string[] =>
  run('--order', '9', '--strict', '--root', root.path, '--retries', '3', '--interval', '10ms', ...more);

const troubles = ['openat:error=ENOENT', 'read:error=EIO', 'read:error=ENOMEM', 'openat:error=EMFILE'];
const files = ['buddyinfo', 'zoneinfo'];
const cases = troubles.flatMap((trouble) => files.map((file) => [trouble, file] as const));

describeHere('in a wait, after a look that refused', () => {
  it.each(cases)('%s on %s, once or for good, opens no gate', async (trouble, file) => {
    // A look opens it once, and reads it twice: the text, and its end.
    const second = trouble.startsWith('read') ? '3' : '2';
    const path = join(root.path, 'proc', file);
    const runs = [second, `${second}+`].map((when) =>
      faulted(refused(), { under: injecting(`${trouble}:when=${when}`, path) }),
    );
    for (const found of await Promise.all(runs)) {
      expectSound(found);
      expect([found.code, found.stdout]).toEqual([75, '']);
    }
  });

  it.each(['2', '3', '4', '2+', '3+'])(
    'buddyinfo that fails at reading %s opens none beside a remedy',
    async (when) => {
      const under = injecting(`openat:error=EIO:when=${when}`, join(root.path, 'proc/buddyinfo'));
      const both = ['--compact', '--drop-caches'].map((remedy) => faulted(refused(remedy), { under }));
      for (const found of await Promise.all(both)) {
        expectSound(found);
        expect([found.code, found.stdout]).toEqual([75, '']);
      }
      expect(isUnlocked(control())).toBe(true);
    },
  );
});

describeHere('at the first look', () => {
  it.each(troubles.slice(1))('%s, once, is waited out', async (trouble) => {
    const under = injecting(`${trouble}:when=1`, '/proc/buddyinfo');
    const found = await faulted(run('--order', '0', '--retries', '3', '--interval', '10ms'), { under });
    expectSound(found);
    expect([found.code, found.stdout]).toEqual([0, 'ran\n']);
    expect(found.stderr).toContain('look 1: failed: /proc/buddyinfo: cannot be read');
  });

  it.each(troubles)('%s, for good, is a machine that cannot be read', async (trouble) => {
    const under = injecting(`${trouble}:when=1+`, '/proc/buddyinfo');
    const options = ['--order', '0', '--retries', '2', '--interval', '10ms'];
    const [found, warned] = await Promise.all([
      faulted(run(...options, '--on-unknown', 'fail'), { under }),
      faulted(run(...options), { under }),
    ]);
    expectSound(found);
    expect([found.code, found.stdout]).toEqual([66, '']);
    expectSound(warned);
    expect([warned.code, warned.stdout]).toEqual([0, 'ran\n']);
    expect(warned.stderr).toContain('continuing without a check');
  });
});

describeHere('a bundle that cannot be read', () => {
  it.each([
    ['main.cjs', ['run']],
    ['run.cjs', ['run']],
    ['remedies.cjs', ['run']],
    ['remedies.cjs', ['run', '--on-unknown', 'warn', '--drop-caches']],
    ['help.cjs', ['--help']],
    ['workloads.cjs', ['workloads']],
    ['explain.cjs', ['explain', '/dev/null']],
    ['github.cjs', ['check', '--order', '0', '--format', 'github']],
  ])('%s, with %j, is 66 and opens no gate', async (bundle, [command = '', ...more]) => {
    const under = injecting('openat,open:error=EMFILE', join(dist, bundle));
    const args = command === 'run' ? refused('--compact', ...more) : [command, ...more];
    const found = await faulted(args, { under });
    expectSound(found);
    expect(found.code).toBe(66);
    expect(found.stderr).toContain(`${join(dist, bundle)}: cannot be read (EMFILE)\n`);
  });

  it('keeps no command from running that it was to explain', async () => {
    const under = injecting('openat,open:error=EMFILE', join(dist, 'explain.cjs'));
    const words = [
      'run',
      '--order',
      '0',
      '--explain',
      '--root',
      root.path,
      '--',
      'sh',
      '-c',
      'echo ran; exit 3',
    ];
    const found = await faulted(words, { under });
    expect([found.code, found.stdout]).toEqual([3, 'ran\n']);
    expect(found.stderr).toContain('--explain can tell nothing: ');
  });

  const check = ['check', '--order', '9', '--strict', '--root'];
  it.each([
    ['catalogue.cjs', 'EMFILE', 'run', () => refused()],
    ['catalogue.cjs', 'ENOMEM', 'run', () => refused()],
    ['catalogue.cjs', 'EMFILE', 'check', () => [...check, root.path]],
    ['catalogue.cjs', 'EMFILE', 'check for programs', () => [...check, root.path, '--format', 'json']],
    ['github.cjs', 'ENOMEM', 'check in a workflow', () => [...check, root.path, '--format', 'github']],
  ])('%s for a report (%s), changes no refusal of %s', async (bundle, errno, _, args) => {
    const under = injecting(`openat,open:error=${errno}`, join(dist, bundle));
    const found = await faulted(args(), { under });
    expectSound(found);
    expect(found.code).toBe(75);
    expect(found.stderr).toMatch(/^buddyguard: (?:attainable|unavailable): /m);
    expect(found.stderr).toContain(`${join(dist, bundle)}: cannot be read (${errno})\n`);
  });
});

describe('a bundle that an update took away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'buddyguard-update-'));
  const program = join(folder, 'cli.cjs');
  beforeAll(() => {
    for (const name of ['cli.cjs', 'main.cjs']) copyFileSync(join(dist, name), join(folder, name));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['run.cjs', run('--order', '0')],
    ['remedies.cjs', ['check', '--order', '0', '--compact']],
    ['catalogue.cjs', ['check', '--for', 'veth']],
    ['help.cjs', ['--help']],
  ])('%s is 66', (bundle, args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    expect([status, stdout, stderr]).toEqual([66, '', `buddyguard: ${join(folder, bundle)}: is not there\n`]);
  });
});
