// The tightest memory limit over this process: files as kernels and container runtimes lay them out.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cgroupHeadroom,
  cgroupHigh,
  parseMemoryMounts,
  parseOwnCgroups,
} from '../../../src/machine/proc/cgroup.ts';

type Files = Record<string, string>;
const headroom = (files: Files): ReturnType<typeof cgroupHeadroom> => cgroupHeadroom((path) => files[path]);

const v2Mount = '26 22 0:23 / /sys/fs/cgroup rw,nosuid shared:8 - cgroup2 cgroup2 rw,nsdelegate\n';
const v1Mount = '31 22 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n';
const other = '21 1 0:20 / /proc rw - proc proc rw\n22 1 0:21 / /tmp rw - tmpfs tmpfs rw\n';

/** One cgroup of v2 under a directory. */
const v2 = (directory: string, max: string, current: number, stat = ''): Files => ({
  [`${directory}/memory.max`]: `${max}\n`,
  [`${directory}/memory.current`]: `${current}\n`,
  [`${directory}/memory.stat`]: stat,
});
const v1 = (directory: string, limit: string, usage: number, stat = ''): Files => ({
  [`${directory}/memory.limit_in_bytes`]: `${limit}\n`,
  [`${directory}/memory.usage_in_bytes`]: `${usage}\n`,
  [`${directory}/memory.stat`]: stat,
});
const inside = (path: string): Files => ({
  '/proc/self/cgroup': `0::${path}\n`,
  '/proc/self/mountinfo': other + v2Mount,
});
const cg = '/sys/fs/cgroup';

describe('cgroupHeadroom', () => {
  it.each<[string, Files, ReturnType<typeof cgroupHeadroom>]>([
    [
      'v2: what is left of the limit',
      { ...inside('/job'), ...v2(`${cg}/job`, '1000', 400) },
      { bytes: 600, limitBytes: 1000, path: `${cg}/job`, unusedBytes: 600 },
    ],
    [
      'file pages count as left: reclaim gives them back; anonymous ones do not',
      { ...inside('/job'), ...v2(`${cg}/job`, '1000', 900, 'anon 500\ninactive_file 200\nactive_file 50\n') },
      { bytes: 350, limitBytes: 1000, path: `${cg}/job`, unusedBytes: 100 },
    ],
    [
      'over the limit nothing is left',
      { ...inside('/job'), ...v2(`${cg}/job`, '1000', 1500) },
      { bytes: 0, limitBytes: 1000, path: `${cg}/job`, unusedBytes: 0 },
    ],
    ['no limit', { ...inside('/job'), ...v2(`${cg}/job`, 'max', 400) }, null],
    [
      'the tightest of all above it',
      {
        ...inside('/a/b/c'),
        ...v2(`${cg}/a`, '5000', 4900),
        ...v2(`${cg}/a/b`, 'max', 4000),
        ...v2(`${cg}/a/b/c`, '3000', 100),
      },
      { bytes: 100, limitBytes: 5000, path: `${cg}/a`, unusedBytes: 100 },
    ],
    [
      'another one may leave less before anything is reclaimed',
      {
        ...inside('/a/b'),
        ...v2(`${cg}/a`, '5000', 4600),
        ...v2(`${cg}/a/b`, '3000', 2999, 'inactive_file 900\n'),
      },
      {
        ...{ bytes: 400, limitBytes: 5000, path: `${cg}/a`, unusedBytes: 1 },
        unusedOf: { path: `${cg}/a/b`, limitBytes: 3000 },
      },
    ],
    [
      'a container with a cgroup namespace sees its own as the mount itself',
      { ...inside('/'), ...v2(cg, '1000', 400) },
      { bytes: 600, limitBytes: 1000, path: cg, unusedBytes: 600 },
    ],
    [
      'one without sees the path of the host, of which only its own part is mounted',
      {
        '/proc/self/cgroup': '0::/docker/abc\n',
        '/proc/self/mountinfo': '26 22 0:23 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw\n',
        ...v2(cg, '1000', 400),
      },
      { bytes: 600, limitBytes: 1000, path: cg, unusedBytes: 600 },
    ],
    [
      'v1',
      {
        '/proc/self/cgroup': '12:pids:/x\n7:cpu,memory:/job\n1:name=systemd:/y\n',
        '/proc/self/mountinfo': v1Mount,
        ...v1(
          `${cg}/memory/job`,
          '1000',
          900,
          'total_inactive_file 100\ntotal_active_file 10\ninactive_file 999\n',
        ),
      },
      { bytes: 210, limitBytes: 1000, path: `${cg}/memory/job`, unusedBytes: 100 },
    ],
    [
      "v1's limit near 2^63 is none",
      {
        '/proc/self/cgroup': '7:memory:/job\n',
        '/proc/self/mountinfo': v1Mount,
        ...v1(`${cg}/memory/job`, '9223372036854771712', 900),
      },
      null,
    ],
    [
      'a name that begins with dots is no way up',
      { ...inside('/..job'), ...v2(`${cg}/..job`, '1000', 400) },
      { bytes: 600, limitBytes: 1000, path: `${cg}/..job`, unusedBytes: 600 },
    ],
    [
      'a name in other letters, read byte by byte',
      {
        ...inside(Buffer.from('/\u65e5\u672c').toString('latin1')),
        ...v2(`${cg}/\u65e5\u672c`, '1000', 400),
      },
      { bytes: 600, limitBytes: 1000, path: `${cg}/\u65e5\u672c`, unusedBytes: 600 },
    ],
    [
      'a mount whose name has a space and a backslash',
      {
        '/proc/self/cgroup': '0::/job\n',
        '/proc/self/mountinfo': '26 22 0:23 / /mnt/a\\040b\\134 rw - cgroup2 cgroup2 rw\n',
        ...v2('/mnt/a b\\/job', '1000', 400),
      },
      { bytes: 600, limitBytes: 1000, path: '/mnt/a b\\/job', unusedBytes: 600 },
    ],
    ['a limit whose usage cannot be read', { ...inside('/job'), [`${cg}/job/memory.max`]: '1000\n' }, null],
    ['no cgroups at all', {}, null],
    ['a mount without a cgroup of ours', { '/proc/self/mountinfo': v2Mount, ...v2(cg, '10', 1) }, null],
  ])('%s', (_, files, found) => {
    expect(headroom(files)).toEqual(found);
  });

  it('makes an answer of any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(v2Mount, v1Mount, '0::/a/../../b\n', '0::/\n', '7:memory:/x\n', '- cgroup2\n', '0::'),
    );
    fc.assert(
      fc.property(fc.array(text), fc.array(text), text, (own, mounts, content) => {
        const found = cgroupHeadroom((path) => {
          if (path === '/proc/self/cgroup') return own.join('');
          return path === '/proc/self/mountinfo' ? mounts.join('') : content;
        });
        if (found) expect(found.bytes >= 0 && found.bytes <= Number.MAX_SAFE_INTEGER).toBe(true);
      }),
    );
  });
});

it('the nearest memory.high of all above it, of version 2 alone', () => {
  const high = (directory: string, limit: string, current: number): Files => ({
    [`${directory}/memory.high`]: `${limit}\n`,
    [`${directory}/memory.current`]: `${current}\n`,
  });
  const found = (files: Files): ReturnType<typeof cgroupHigh> => cgroupHigh((path) => files[path]);
  const job = inside('/a/b');
  expect(found({ ...job, ...high(`${cg}/a`, '5000', 4900), ...high(`${cg}/a/b`, '3000', 100) })).toEqual({
    ...{ unusedBytes: 100, limitBytes: 5000 },
    path: `${cg}/a`,
  });
  expect(found({ ...job, ...high(`${cg}/a/b`, '3000', 3100) })?.unusedBytes).toBe(0);
  expect(found({ ...job, ...high(`${cg}/a/b`, 'max', 3100) })).toBeNull();
  expect(found({ ...job, [`${cg}/a/memory.high`]: '10\n' })).toBeNull();
  const one = { '/proc/self/cgroup': '7:memory:/job\n', '/proc/self/mountinfo': v1Mount };
  expect(found({ ...one, ...high(`${cg}/memory/job`, '10', 1) })).toBeNull();
});

it('parseOwnCgroups knows the memory controller among others', () => {
  expect([...parseOwnCgroups('4:cpu,cpuacct:/c\n3:memory,hugetlb:/m\n0::/u\n')]).toEqual([
    [1, '/m'],
    [2, '/u'],
  ]);
});

it('a path that no kernel prints is passed over: its ancestors would take the square of its length', () => {
  const path = (length: number): string => '/a'.repeat(length / 2);
  expect(parseOwnCgroups(`0::${path(4094)}\n`).get(2)).toBe(path(4094));
  expect(parseOwnCgroups(`7:memory:${path(4096)}\n0::${path(60_000)}\n`).size).toBe(0);
  const mount = (at: string): string => `26 22 0:23 / ${at} rw - cgroup2 cgroup2 rw\n`;
  expect(parseMemoryMounts(mount(path(4094))).map((m) => m.mountPoint)).toEqual([path(4094)]);
  expect(parseMemoryMounts(mount(path(4096)))).toEqual([]);
  let asked = 0;
  cgroupHeadroom((file) => {
    asked++;
    if (file === '/proc/self/mountinfo') return v2Mount;
    return file === '/proc/self/cgroup' ? `0::${path(60_000)}\n` : 'max\n';
  });
  expect(asked).toBe(2);
});

it('parseMemoryMounts passes over what is no memory controller', () => {
  const pids = '30 22 0:26 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n';
  expect(parseMemoryMounts(other + pids + v1Mount + v2Mount).map((m) => [m.version, m.mountPoint])).toEqual([
    [1, '/sys/fs/cgroup/memory'],
    [2, '/sys/fs/cgroup'],
  ]);
});
