// Surroundings that deny: memory, /proc, privileges, system calls, and a clock that is not the machine's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectSound, faulted, isUnlocked, machineLimits, skips, whyNot } from '../support/faults.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

let root: FragmentedRoot;
const limits = machineLimits();
beforeAll(() => {
  root = new FragmentedRoot();
  // Others than root read it, too.
  execFileSync('chmod', ['-R', 'a+rX', root.path]);
});
// Recent times are the kernel's own: no remedy rests after the one of another test.
beforeEach(() => {
  for (const path of [control(), join(root.path, 'proc/sys/vm/drop_caches')])
    utimesSync(path, new Date(), new Date());
});
afterAll(() => {
  root.remove();
  expect(machineLimits()).toEqual(limits);
});

const run = (...options: string[]): string[] => ['run', ...options, '--', 'echo', 'ran'];
const refused = (...more: string[]): string[] =>
  run('--order', '9', '--strict', '--root', root.path, '--retries', '2', '--interval', '10ms', ...more);
const remedies = ['--compact', '--drop-caches', '--trial'];
/** Those that may be asked for of another root. */
const elsewhere = remedies.slice(0, 2);
const control = (): string => join(root.path, 'sys/devices/system/node/node0/compact');

/** The folder of a new cgroup for memory, the file that limits it, and none where there is no such controller. */
const groups = [
  ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
  ['/sys/fs/cgroup', 'memory.max'],
] as const;
const name = `buddyguard-faults-${process.pid}`;
const group = groups.find(([parent, file]) => {
  try {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, file), `${60 * 1024 * 1024}`);
    return true;
  } catch {
    spawnSync('rmdir', [join(parent, name)]);
    return false;
  }
});
const noGroup = skips('little memory', group ? null : 'needs root and a memory cgroup that may be made');
(noGroup ? describe.skip : describe)('little memory', () => {
  const [parent, file] = group ?? groups[0];
  const folder = join(parent, name);
  afterAll(() => {
    rmdirSync(folder);
  });

  it.each([60, 40, 30])('%i MB: an answer, or killed without having run anything', async (megabytes) => {
    writeFileSync(join(folder, file), `${megabytes * 1024 * 1024}`);
    const under = ['sh', '-c', `echo $$ >${folder}/cgroup.procs && exec "$@"`, 'sh'];
    for (const args of [
      run('--order', '0', '--trial'),
      refused(...elsewhere),
      ['check', '--for', 'iptables', '-q'],
    ]) {
      const found = await faulted(args, { under });
      if (found.signal === 'SIGKILL') expect([found.stdout, found.left]).toEqual(['', []]);
      else expectSound(found);
      if (args.includes('--strict')) expect(found.stdout).toBe('');
      expect(isUnlocked(control())).toBe(true);
    }
  });
});

const inNamespace = (mount: string): string[] => ['unshare', '-m', 'sh', '-c', `${mount} && exec "$@"`, 'sh'];
const noMounts = whyNot('root and unshare -m', 'unshare', '-m', 'mount', '-t', 'tmpfs', 'none', '/proc');
(skips('another /proc', noMounts) ? describe.skip : describe)('a /proc', () => {
  it.each([
    ['that is empty', ['mount -t tmpfs none /proc']],
    ['that is not there', ['umount -l /proc']],
    ['of processes alone', ['mount -t proc -o subset=pid proc /proc']],
  ])('%s is a machine that cannot be read', async (_, [mount = '']) => {
    if (spawnSync('unshare', ['-m', 'sh', '-c', mount]).status !== 0) {
      console.warn(`a /proc ${_}: not tested: needs ${mount}`);
      return;
    }
    const under = inNamespace(mount);
    const [failing, warned, other, check] = await Promise.all([
      faulted(run('--order', '0', '--on-unknown', 'fail'), { under }),
      faulted(run('--order', '0', ...remedies), { under }),
      faulted(refused(...elsewhere), { under }),
      faulted(['check', '--for', 'iptables'], { under }),
    ]);
    for (const found of [failing, warned, other, check]) expectSound(found);
    expect([failing.code, failing.stdout]).toEqual([66, '']);
    expect([warned.code, warned.stdout]).toEqual([0, 'ran\n']);
    expect([other.code, other.stdout]).toEqual([75, '']);
    expect([check.code, check.stdout]).toEqual([66, '']);
  });
});

const nobody = ['setpriv', '--reuid', '64997', '--regid', '64997', '--clear-groups'];
const hidden = [
  'unshare',
  '-mpf',
  'sh',
  '-c',
  'mount -t proc -o hidepid=2 proc /proc && exec "$@"',
  'sh',
  ...nobody,
];
const [unshare = '', ...hiddenArguments] = hidden;
const noHidden = whyNot(
  'root, unshare -mpf and setpriv',
  unshare,
  ...hiddenArguments,
  process.execPath,
  '-e',
  '0',
);
const inUser = ['unshare', '-Ur'];
const noUser = whyNot('unshare -Ur', 'unshare', '-Ur', 'true');
describe.each([
  ['a user from whom processes are hidden', hidden, noHidden],
  ['the root of a user namespace', inUser, noUser],
])('%s', (what, under, why) => {
  (skips(what, why) ? it.skip : it)('gets the answer, and no remedy that it may not use', async () => {
    const [open, closed] = await Promise.all([
      faulted(run('--order', '0', '--trial'), { under }),
      faulted(refused(...elsewhere), { under }),
    ]);
    expectSound(open);
    expect([open.code, open.stdout]).toEqual([0, 'ran\n']);
    expectSound(closed);
    expect([closed.code, closed.stdout]).toEqual([75, '']);
  });
});

/** Makes the system calls that its first argument names end with EPERM, and becomes the command after it. */
const filterSource = `
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
static const struct { const char *name; int number; } calls[] = {
  {"flock", SYS_flock}, {"socketpair", SYS_socketpair}, {"prlimit64", SYS_prlimit64}, {"utimensat", SYS_utimensat},
  {"kill", SYS_kill}, {"clone", SYS_clone},
#ifdef SYS_vfork
  {"clone", SYS_vfork}, {"clone", SYS_fork},
#endif
};
int main(int argc, char **argv) {
  struct sock_filter code[64];
  int n = 0, i, count = sizeof calls / sizeof *calls;
  code[n++] = (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (i = 0; i < count; i++) {
    if (strcmp(calls[i].name, argv[1]) != 0) continue;
    code[n++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1);
    code[n++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  }
  code[n++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = { n, code };
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) return 99;
  execv(argv[2], argv + 2);
  return 98;
}
`;
const built = mkdtempSync(join(tmpdir(), 'buddyguard-filter-'));
afterAll(() => {
  rmSync(built, { recursive: true });
});
const filter = join(built, 'filter');
const noFilter = ((): string | null => {
  const { status } = spawnSync('gcc', ['-xc', '-o', filter, '-'], { input: filterSource });
  return status === 0 ? whyNot('seccomp', filter, 'none', '/bin/true') : 'needs gcc and linux/seccomp.h';
})();
(skips('a seccomp filter', noFilter) ? describe.skip : describe)('a seccomp filter', () => {
  it.each(['flock', 'socketpair', 'prlimit64', 'utimensat', 'kill', 'clone'])(
    'that denies %s',
    async (call) => {
      const under = [filter, call];
      const [open, closed] = await Promise.all([
        faulted(run('--order', '0', '--trial'), { under }),
        faulted(refused(...elsewhere), { under }),
      ]);
      expectSound(open);
      expect([open.code, open.stdout]).toEqual(call === 'clone' ? [126, ''] : [0, 'ran\n']);
      expectSound(closed);
      expect([closed.code, closed.stdout]).toEqual([75, '']);
      // Without the lock nothing is known of others, and that is said.
      if (call === 'flock') expect(closed.stderr).toContain('without a lock');
    },
  );
});

const shifted = ['unshare', '-Tf', '--monotonic', '100000', '--boottime', '100000'];
const noTime = whyNot('unshare -T', 'unshare', ...shifted.slice(1), 'true');
(skips('a time namespace', noTime) ? describe.skip : describe)('a time namespace', () => {
  it('changes neither the answer nor the wait', async () => {
    const timed = refused('--timeout', '300ms').filter((word) => !['--retries', '2'].includes(word));
    const [open, closed] = await Promise.all([
      faulted(run('--order', '0'), { under: shifted }),
      faulted(timed, { under: shifted }),
    ]);
    expectSound(open);
    expect([open.code, open.stdout]).toEqual([0, 'ran\n']);
    expectSound(closed);
    expect([closed.code, closed.stdout]).toEqual([75, '']);
    expect(closed.stderr).toContain('look 2: ');
  });
});

describe('the times of a control file', () => {
  it.each([
    ['in the future, as after a clock that was set back', 4_000_000_000],
    ['long ago, as before a clock that was set forward', 1],
  ])('%s keep no compaction from happening', async (_, seconds) => {
    writeFileSync(control(), '');
    execFileSync('touch', ['-m', '-d', `@${seconds}`, control()]);
    const found = await faulted(refused('--compact'));
    expectSound(found);
    expect([found.code, readFileSync(control(), 'latin1')]).toEqual([75, '1']);
  });
});
