// What a limit decides, through the bundles: verdict, exit code, and whether a step goes on.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli.ts';
import { textsOf } from '../support/machine-text.ts';
import { filesOf, makeRoot, removeRoots } from '../support/root.ts';

const texts = textsOf({
  zones: [{ zone: 'Normal', blocks: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 256], min: 1000 }],
});
const meminfo = (committedKib: number): string =>
  `MemTotal: 1048576 kB\nMemAvailable: 900000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\nCommitLimit: 1000000 kB\nCommitted_AS: ${committedKib} kB\n`;

function root(files: Record<string, string>): string {
  return makeRoot({ ...filesOf({ ...texts, meminfo: meminfo(400_000) }, '6.12.117'), ...files });
}

const jit = (limit: number): Record<string, string> => ({
  'proc/sys/net/core/bpf_jit_enable': '1\n',
  'proc/sys/net/core/bpf_jit_limit': `${limit}\n`,
  'proc/vmallocinfo': '0x1-0x2 2101248 bpf_prog_pack_alloc+0x292/0x3b0 pages=512 vmalloc N0=512\n',
});

let roots: Record<string, string> = {};
beforeAll(() => {
  roots = {
    unread: root({}),
    wide: root(jit(528_482_304)),
    near: root(jit(2_101_248)),
    tiny: root(jit(8191)),
    garbled: root({ ...jit(8191), 'proc/sys/net/core/bpf_jit_limit': 'a limit\n' }),
    'garbled in its areas': root({ ...jit(8192), 'proc/vmallocinfo': 'some areas\n' }),
    'garbled in overcommit': root({ 'proc/sys/vm/overcommit_memory': 'two\n' }),
    strict: root({ 'proc/sys/vm/overcommit_memory': '2\n' }),
  };
});
afterAll(removeRoots);

describe('a limit decides', () => {
  it.each([
    [
      'seccomp',
      'wide',
      0,
      /^available: seccomp asks for memory 2 times, and the kernel would grant all of it now found {3}502 MiB or more is left/,
    ],
    [
      'seccomp',
      'near',
      66,
      /^unknown: seccomp needs room for 8 KiB for the machine code of a seccomp filter, and whether the kernel would grant it is not known /,
    ],
    [
      'seccomp',
      'tiny',
      75,
      /^unavailable: seccomp needs room for 8 KiB .* would likely refuse it now .* found {3}8,191 bytes is left under net\.core\.bpf_jit_limit/,
    ],
    ['seccomp', 'unread', 66, /ask on the host, in its network namespace/],
    ['seccomp', 'garbled', 65, /found {3}net\.core\.bpf_jit_limit is malformed/],
    ['seccomp', 'garbled in its areas', 65, /and \/proc\/vmallocinfo is malformed/],
    ['fork', 'garbled in overcommit', 65, /vm\.overcommit_memory is malformed, /],
    ['bpf-program', 'wide', 0, /^available: bpf-program asks for memory 2 times/],
    ['bpf-program', 'tiny', 66, /^unknown: /],
    ['fork', 'strict', 0, /^available: fork asks for memory 2 times/],
    ['fork', 'unread', 66, /^unknown: fork needs a promise of 64 MiB /],
  ])('%s on a machine that is %s: exit %i', async (name, machine, code, text) => {
    const { stdout, stderr, ...ended } = await runCli([
      'check',
      '--root',
      roots[machine] ?? '',
      '--for',
      name,
    ]);
    expect(ended.code).toBe(code);
    expect(stdout.replace(/\n\s+/g, ' ')).toMatch(new RegExp(text.source.replace(/\\n$/, ' ')));
    expect(stderr).toBe('');
  });

  it('json has the verdict and the path, and nothing else is on standard output', async () => {
    const asked = ['check', '--root', roots.near ?? '', '--for', 'seccomp', '--format', 'json'];
    const { stdout, code } = await runCli(asked);
    expect(code).toBe(66);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'unknown',
      go: false,
      never: false,
      request: { workload: 'seccomp', path: 'address-space', bytes: 8192 },
      zones: [],
    });
  });

  it('run goes on with a warning, unless --on-unknown fail', async () => {
    const asked = ['run', '--root', roots.near ?? '', '--for', 'seccomp'];
    const gone = await runCli([...asked, '--', 'echo', 'ran']);
    expect([gone.code, gone.stdout]).toEqual([0, 'ran\n']);
    expect(gone.stderr).toMatch(/continuing without a check\n$/);
    const refused = await runCli([...asked, '--on-unknown', 'fail', '--', 'echo', 'ran']);
    expect([refused.code, refused.stdout]).toEqual([66, '']);
  });

  it('a memory path that is asked for does not put a limit aside', async () => {
    const asked = ['check', '--root', roots.tiny ?? '', '--for', 'seccomp', '--path', 'vmalloc'];
    expect((await runCli(asked)).code).toBe(75);
  });

  it('--path does not take it', async () => {
    const { code, stderr } = await runCli(['check', '--size', '4096', '--path', 'address-space']);
    expect(code).toBe(64);
    expect(stderr).toMatch(/address-space/);
  });
});
