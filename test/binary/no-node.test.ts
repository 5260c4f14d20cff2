// The single executable where there is no Node: a root of busybox, the executable and the libraries that it loads.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { layOutImage } from '../../tools/binary/image-root.ts';
import { quoted } from '../examples/namespace.ts';
import { writeScript } from '../examples/shim.ts';
import { findBinary } from '../support/binary.ts';
import { oneLine } from '../support/cli.ts';
import { repository } from '../support/corpus.ts';
import { emptyRoot, fixture, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

const found = findBinary();

/** Why there is no such root here; null where there is. */
function whyNot(): string | null {
  if ('missing' in found) return found.missing;
  if (spawnSync('unshare', ['-mpf', 'true'], { stdio: 'ignore' }).status !== 0) return 'needs root';
  const busybox = spawnSync('ldd', ['/bin/busybox'], { stdio: 'ignore' });
  return existsSync('/bin/busybox') && busybox.status !== 0 ? null : 'needs busybox-static';
}

const why = whyNot();
if (why !== null) console.log(`skipped: the single executable without Node: ${why}`);

const root = emptyRoot();

/** Runs a script of busybox's shell in the root, as root or as nobody. */
function inRoot(script: string, plan: { proc?: boolean; user?: number } = {}): SpawnSyncReturns<string> {
  const { proc = true, user = 0 } = plan;
  const mount = proc ? `mount --bind /proc ${quoted(join(root, 'proc'))} && ` : '';
  const words = ['chroot', `--userspec=${user}:${user}`, root, '/bin/sh', '-c', script].map(quoted).join(' ');
  return spawnSync(
    'unshare',
    [
      '-m',
      'sh',
      '-c',
      `mount --make-rprivate / && ${mount}exec env -i PATH=/usr/local/bin:/bin:/usr/sbin ${words}`,
    ],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
}

(why === null ? describe : describe.skip)('the single executable without Node', () => {
  if (why === null && 'binary' in found) {
    layOutImage(root, found.binary, found.node);
    for (const folder of ['proc', 'dev', 'tmp', 'machine', 'opt', 'buddyguard'])
      mkdirSync(join(root, folder));
    cpSync(fixture('concourse-little-cache'), join(root, 'machine'), { recursive: true });
    spawnSync('chroot', [root, '/bin/busybox', '--install', '-s', '/bin']);
  }

  it('has no Node', () => {
    expect(inRoot('node -e 0').status).toBe(127);
  });

  describe.each([
    ['root', 0],
    ['nobody', 65_534],
  ])('as %s', (_, user) => {
    it("judges this machine by the host's /proc", () => {
      const { status, stdout, stderr } = inRoot('buddyguard check --order 0 --format json', { user });
      expect([status, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ verdict: 'available', go: true });
    });

    it('judges another one without any /proc', () => {
      const { status, stdout, stderr } = inRoot('buddyguard check --order 40 --root /machine', {
        user,
        proc: false,
      });
      expect([status, stderr]).toEqual([69, '']);
      expect(stdout).toMatch(
        /^unavailable: one free block of 4 PiB \(order 40\), and this machine can never/,
      );
    });

    it('says what it cannot read where there is no /proc', () => {
      const { status, stdout, stderr } = inRoot('buddyguard check --order 0', { user, proc: false });
      expect([status, stdout]).toEqual([66, '']);
      expect(stderr).toMatch(oneLine);
    });

    it('hands over to a command, and loads the bundles that it holds', () => {
      const guarded = inRoot(
        'buddyguard run --for container --root /machine --on-unknown warn -E 9 -- echo hello',
        { user },
      );
      expect([guarded.status, guarded.stdout]).toEqual([9, '']);
      const goes = inRoot("buddyguard run --order 0 -- sh -c 'echo $0; exit 3'", { user });
      expect([goes.status, goes.stdout]).toEqual([3, 'sh\n']);
      expect(inRoot('buddyguard doctor --root /machine', { user }).stdout).toMatch(
        /^Known faults of this kernel$/m,
      );
    });
  });

  it('is a CNI plugin under that name', () => {
    const { status, stdout } = inRoot('echo \'{"cniVersion":"1.0.0"}\' | CNI_COMMAND=VERSION buddyguard');
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ cniVersion: '1.0.0' })]);
  });

  it('is what the iptables shim asks, installed with nothing but busybox', () => {
    cpSync(join(repository, 'examples/shell'), join(root, 'buddyguard/shell'), { recursive: true });
    mkdirSync(join(root, 'usr/sbin'));
    writeScript(join(root, 'usr/sbin/iptables'), 'echo real "$@"', '/bin/sh');
    const install = '/buddyguard/shell/install --binary /usr/local/bin/buddyguard /opt/shim';
    expect(inRoot(install)).toMatchObject({ status: 0, stderr: '' });
    const add = '/opt/shim/iptables -A INPUT -j DROP';
    expect(inRoot(`BUDDYGUARD_ORDER=0 ${add}`)).toMatchObject({
      status: 0,
      stdout: 'real -A INPUT -j DROP\n',
    });
    const refused = inRoot(`BUDDYGUARD_ORDER=40 BUDDYGUARD_FOR= ${add}`);
    expect([refused.status, refused.stdout]).toEqual([4, '']);
    expect(refused.stderr).toMatch(/^iptables: .*unavailable/);
  });

  it('says which library it lacks where one is gone', () => {
    const library = spawnSync('ldd', [join(root, 'usr/local/bin/buddyguard')], { encoding: 'utf8' });
    const [, path = ''] = /(\/\S*libstdc\+\+\S+) \(/.exec(library.stdout) ?? [];
    rmSync(join(root, path));
    rmSync(join(root, 'opt/shim'), { recursive: true, force: true });
    const { status, stderr } = inRoot(
      '/buddyguard/shell/install --binary /usr/local/bin/buddyguard /opt/shim',
    );
    expect([status, existsSync(join(root, 'opt/shim/iptables'))]).toEqual([1, false]);
    expect(stderr).toMatch(
      /^install: \/usr\/local\/bin\/buddyguard does not start here: .*libstdc\+\+\.so\.6/,
    );
  });
});
