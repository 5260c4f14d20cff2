// What doctor finds that can be read and done, and where it finds itself.
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { containerKind, possible, readable } from '../../src/machine/abilities.ts';
import { runCli } from '../support/cli.ts';
import { skips, whyNot } from '../support/faults.ts';
import { makeRoot, removeRoots } from '../support/root.ts';

afterAll(removeRoots);

describe('what can be read', () => {
  const root = makeRoot({ 'proc/buddyinfo': '', 'sys/kernel/slab/x': '' });
  symlinkSync('zoneinfo', join(root, 'proc/zoneinfo'));

  it.each([
    ['/proc/buddyinfo', true, null],
    ['/sys/kernel/slab', true, null],
    ['/proc/meminfo', false, 'is not there'],
    ['/proc/zoneinfo', false, 'is a loop of symbolic links'],
  ])('%s: %s', (name, able, why) => {
    const found = readable(root).find((each) => each.name === name);
    expect([found?.able, found?.why]).toEqual([able, why]);
  });
});

describe('what can be done', () => {
  const files = { 'proc/sys/vm/compact_memory': '', 'proc/buddyinfo': '' };
  const whyNotDone = (root: string): (string | null)[] => possible(root).map(({ why }) => why);

  it('of another machine’s files, what may be written', () => {
    const root = makeRoot(files);
    expect(whyNotDone(root)).toEqual([null, 'is not there', 'asks this machine alone']);
    expect(possible(root).map(({ able }) => able)).toEqual([true, false, false]);
  });

  it('here, a trial where there is a language to ask in', () => {
    const has = ['perl', 'python3'].some(
      (name) => spawnSync('sh', ['-c', `PATH=/usr/bin:/bin command -v ${name}`]).status === 0,
    );
    expect(whyNotDone('/')[2] === null).toBe(has);
  });

  /** Why `doctor` cannot compact there, asked in a process of its own. */
  async function whyNoCompaction(root: string, under: readonly string[]): Promise<string | null> {
    const { code, stdout } = await runCli(['doctor', '--format', 'json', '--root', root], { under });
    expect(code).toBe(0);
    const { can } = JSON.parse(stdout) as { can: { name: string; why: string | null }[] };
    return can.find(({ name }) => name === '--compact')?.why ?? null;
  }

  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const noUsers = skips(
    'doctor of another user',
    whyNot('setpriv and root', nobody[0]!, ...nobody.slice(1), 'true'),
  );
  (noUsers ? it.skip : it)('takes root for another user', async () => {
    const root = makeRoot(files);
    spawnSync('chmod', ['-R', 'go=rX', root]);
    expect(await whyNoCompaction(root, nobody)).toBe('takes root on the host');
    expect(await whyNoCompaction(root, [])).toBe(null);
  });

  const noMounts = skips(
    'doctor on a file system that is read-only',
    whyNot('root and unshare -m', 'unshare', '-m', 'true'),
  );
  (noMounts ? it.skip : it)('is kept from root where /proc/sys is read-only', async () => {
    const root = makeRoot(files);
    const script = `mount --bind '${root}' '${root}' && mount -o remount,ro,bind '${root}' && exec "$@"`;
    expect(await whyNoCompaction(root, ['unshare', '-m', 'sh', '-c', script, 'sh'])).toBe(
      'read-only here: on the host, or in a privileged container',
    );
  });
});

describe('the container', () => {
  const kubepods = '0::/kubepods/besteffort/pod1\n';
  const readOnly = 'proc /proc/sys proc ro,nosuid 0 0\n';
  it.each<[string | null, Record<string, string>, Record<string, string>]>([
    [null, {}, {}],
    [null, { 'proc/version': 'Linux version 6.1.0 (gcc)\n', 'proc/self/cgroup': '0::/\n' }, {}],
    [null, { 'proc/self/mounts': 'proc /proc/sys proc rw,nosuid 0 0\n' }, {}],
    // A mount at another place, and one whose options only begin like that.
    [null, { 'proc/self/mounts': 'proc /proc/sysrq-trigger proc ro 0 0\n' }, {}],
    [null, { 'proc/self/mounts': 'x /proc/sys x rootcontext=a 0 0\n' }, {}],
    ['a container', { 'proc/self/mounts': `sysfs /sys sysfs ro 0 0\n${readOnly}` }, {}],
    ['a container', { 'proc/self/mounts': 'proc /proc/sys proc ro 0 0\n' }, {}],
    ['Kubernetes', { 'proc/self/cgroup': kubepods, 'proc/self/mounts': readOnly }, {}],
    ['lxc', { 'proc/self/cgroup': kubepods }, { container: 'lxc' }],
    // What another process put into the environment is shown only where it looks like a name.
    [null, {}, { container: 'a b' }],
    [null, {}, { container: '\u001b[31m' }],
    [null, {}, { container: 'x'.repeat(31) }],
    ['x'.repeat(30), {}, { container: 'x'.repeat(30) }],
    ['Podman', { 'run/.containerenv': '' }, { container: 'podman' }],
    ['Docker', { '.dockerenv': '', 'run/.containerenv': '' }, {}],
    ['Kubernetes', { '.dockerenv': '' }, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }],
    ['gVisor', { 'proc/version': 'Linux version 4.4.0 gVisor\n' }, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }],
    ['gVisor', { 'proc/version': 'Linux version 4.4.0 runsc\n' }, {}],
  ])('is %s', (kind, files, environment) => {
    expect(containerKind(makeRoot(files), environment)).toBe(kind);
  });
});
