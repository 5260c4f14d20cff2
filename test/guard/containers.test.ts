// What the guard sees and does inside containers as Docker, Concourse and Kubernetes make them, by runc.
import { chmodSync, existsSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, dist, runCli } from '../support/cli.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';
import {
  type ContainerPlan,
  type ContainerResult,
  runInContainer,
  whyNoContainers,
} from '../support/runc.ts';

const why = whyNoContainers();
if (why !== null) console.warn(`container tests are not run: ${why}`);
const describeHere = why === null ? describe : describe.skip;

const kinds: [string, ContainerPlan][] = [
  ['an unprivileged container', {}],
  ['a privileged container', { privileged: true }],
  ['a container with a user namespace', { userNamespace: true }],
];

const guard = (plan: ContainerPlan, ...args: string[]): ContainerResult =>
  runInContainer(plan, ['/node', '/buddyguard/cli.cjs', ...args], dist);

interface Answer {
  verdict: string;
  reason: string;
  kernel: unknown;
  zones: {
    node: number;
    zone: string;
    allowed: boolean;
    watermarkPages: unknown;
    lowmemReservePages: unknown;
  }[];
}
/** What of an answer does not move while nothing happens. */
const steady = ({ code, stdout, stderr }: Omit<Finished, 'signal'>): unknown => {
  const { verdict, kernel, zones } = JSON.parse(stdout) as Answer;
  return {
    code,
    stderr,
    verdict,
    kernel,
    zones: zones.map(({ node, zone, allowed, watermarkPages, lowmemReservePages }) => {
      return { node, zone, allowed, watermarkPages, lowmemReservePages };
    }),
  };
};

describeHere('a check', () => {
  describe.each(kinds)('in %s', (_, plan) => {
    it.each([
      ['of a single page', ['--order', '0']],
      ['of what no machine has', ['--order', '40']],
      ['of more single pages than there are', ['--path', 'vmalloc', '--size', '1024GiB']],
    ])("gives the host's answer, %s", async (_, args) => {
      const asked = ['check', ...args, '--format', 'json'];
      for (let tries = 1; ; tries++) {
        const before = steady(await runCli(asked));
        const inside = steady(guard(plan, ...asked));
        const after = steady(await runCli(asked));
        // Something may well happen: a boost moves even the marks.
        if (tries < 5 && JSON.stringify(before) !== JSON.stringify(after)) continue;
        expect([before, after]).toContainEqual(inside);
        break;
      }
    });
  });

  it('is unknown where /proc/buddyinfo is hidden', () => {
    const hidden = guard({ maskedPaths: ['/proc/buddyinfo'] }, 'check', '--order', '0');
    expect([hidden.code, hidden.stdout]).toEqual([66, '']);
    expect(hidden.stderr).toBe('buddyguard: /proc/buddyinfo: is not a regular file\n');
  });

  it('promises nothing where /proc/zoneinfo is hidden, and says what it could not read', () => {
    const blind = guard({ maskedPaths: ['/proc/zoneinfo'] }, 'check', '--order', '1', '--format', 'json');
    expect((JSON.parse(blind.stdout) as Answer).verdict).not.toBe('available');
    expect(blind.stdout).toContain('/proc/zoneinfo: is not a regular file');
  });

  it('says that /proc/pagetypeinfo would settle it, where a user namespace keeps it closed', () => {
    const root = new FragmentedRoot();
    root.delegate();
    root.freeBlocks([100_000, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    root.write('proc/pagetypeinfo', 'not for you\n');
    chmodSync(join(root.path, 'proc/pagetypeinfo'), 0o400);
    const host = { destination: '/host', type: 'bind', source: root.path, options: ['rbind', 'ro'] };
    const plan = { userNamespace: true, mounts: [host] };
    const { stdout } = guard(plan, 'check', '--order', '9', '--root', '/host');
    root.remove();
    expect(stdout).toMatch(/^attainable: /);
    expect(stdout).toContain('not read: /host/proc/pagetypeinfo');
  });
});

describeHere('a remedy', () => {
  const node0 = '/sys/devices/system/node/node0/compact';
  let root: FragmentedRoot;
  beforeAll(() => {
    // Fragmented memory as a text, the machine's own controls behind it.
    root = new FragmentedRoot();
    root.delegate();
    symlinkSync('/sys', join(root.path, 'sys'));
    symlinkSync('/proc/sys', join(root.path, 'proc/sys'));
  });
  afterAll(() => {
    root.remove();
  });

  const compact = (plan: ContainerPlan, ...more: string[]): ContainerResult => {
    const host = { destination: '/host', type: 'bind', source: root.path, options: ['rbind', 'ro'] };
    const args = [
      'check',
      '--order',
      '9',
      '--strict',
      '--root',
      '/host',
      '--retries',
      '2',
      '--interval',
      '10ms',
    ];
    return guard({ ...plan, mounts: [host] }, ...args, ...more);
  };
  const lines = (text: string, part: string): string[] =>
    text.split('\n').filter((line) => line.includes(part));

  it.each([
    ['an unprivileged container', {}, 'is read-only here: it takes a privileged container'],
    ['a user namespace', { userNamespace: true }, 'may not be written by this user'],
    [
      'a privileged one with a user namespace',
      { privileged: true, userNamespace: true },
      'may not be written by this user',
    ],
  ])('is refused politely in %s: said once each, and the wait goes on', (_, plan, sentence) => {
    const { code, stderr } = compact(plan, '--compact', '--drop-caches');
    expect(code).toBe(75);
    expect(lines(stderr, `/proc/sys/vm/compact_memory ${sentence}`)).toHaveLength(1);
    expect(lines(stderr, `/proc/sys/vm/drop_caches ${sentence}`)).toHaveLength(1);
    expect(lines(stderr, 'look 3:')).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('is applied in a privileged container', () => {
    // Recent times: no guard of this machine rests.
    const forget = (): void => {
      if (existsSync(node0)) utimesSync(node0, new Date(), new Date());
    };
    forget();
    const { code, stderr } = compact({ privileged: true }, '--compact');
    forget();
    expect(code).toBe(75);
    expect(lines(stderr, ', as --compact asks')).toHaveLength(1);
    expect(stderr).toMatch(/compacted (node 0|all nodes) in \d+\.\d s: free blocks of order 9\+ 0 -> 0/);
  });
});

describeHere('a command behind the gate', () => {
  it.each(kinds)('is the first process of %s, and its end is the end', (_, plan) => {
    const run = (script: string): ContainerResult =>
      guard(plan, 'run', '--order', '0', '--', 'sh', '-c', script);
    expect(run('echo out; echo err >&2; exit 41')).toEqual({ code: 41, stdout: 'out\n', stderr: 'err\n' });
    expect(run('kill -TERM $$').code).toBe(143);
    expect(guard(plan, 'run', '--order', '40', '--quiet', '--', 'echo', 'ran')).toEqual({
      code: 69,
      stdout: '',
      stderr: '',
    });
  });

  it('is warned about and run where the machine cannot be read, or refused on request', () => {
    const hidden: ContainerPlan = { maskedPaths: ['/proc/buddyinfo'] };
    const warned = guard(hidden, 'run', '--order', '0', '--', 'echo', 'ran');
    expect([warned.code, warned.stdout]).toEqual([0, 'ran\n']);
    expect(warned.stderr).toContain('/proc/buddyinfo');
    const refused = guard(hidden, 'run', '--order', '0', '--on-unknown', 'fail', '--', 'echo', 'ran');
    expect([refused.code, refused.stdout]).toEqual([66, '']);
  });
});
