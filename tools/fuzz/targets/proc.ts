// The files of /proc and /sys, each by its parser alone.
import { cgroupHeadroom } from '../../../src/machine/proc/cgroup.ts';
import { formatBuddyinfo, parseBuddyinfo } from '../../../src/machine/proc/buddyinfo.ts';
import { parseMeminfo } from '../../../src/machine/proc/meminfo.ts';
import { parsePagetypeinfo } from '../../../src/machine/proc/pagetypeinfo.ts';
import { parseSysctl } from '../../../src/machine/proc/sysctl.ts';
import { parseVmallocinfo } from '../../../src/machine/proc/vmallocinfo.ts';
import { parseVmstat } from '../../../src/machine/proc/vmstat.ts';
import { parseZoneinfo } from '../../../src/machine/proc/zoneinfo.ts';
import { countKernelList, parseKernelList } from '../../../src/kernel/list.ts';
import { demand, demandCounts } from '../laws.ts';
import { inventedMachines, recordedTexts, textsIn } from '../seeds.ts';
import type { Target } from '../target.ts';

function textTarget(
  name: string,
  slice: number,
  seeds: () => readonly string[],
  read: (text: string) => void,
): Target {
  return {
    name,
    slice,
    parts: [name],
    seeds: () =>
      seeds()
        .filter((text) => text !== '')
        .map((text) => [text]),
    run: ([text = '']) => {
      read(text);
    },
  };
}

const invented = (name: 'buddyinfo' | 'zoneinfo' | 'pagetypeinfo'): string[] =>
  inventedMachines(20).map(({ texts }) => texts[name] ?? '');
const dumps = (name: string): string[] => textsIn('test/fixtures/dumps', new RegExp(`^${name}-.*\\.txt$`));
const known = (name: 'buddyinfo' | 'zoneinfo' | 'pagetypeinfo'): string[] => [
  ...recordedTexts(`proc/${name}`),
  ...dumps(name),
  ...invented(name),
];

const buddyinfo = textTarget(
  'buddyinfo',
  5000,
  () => known('buddyinfo'),
  (text) => {
    const rows = parseBuddyinfo(text);
    demandCounts(rows);
    const again = parseBuddyinfo(formatBuddyinfo(rows));
    demand(JSON.stringify(again) === JSON.stringify(rows), () => 'printed and read again it is another');
  },
);

const zoneinfo = textTarget(
  'zoneinfo',
  2000,
  () => known('zoneinfo'),
  (text) => {
    for (const zone of parseZoneinfo(text)) {
      demandCounts(zone);
      demandCounts(zone.perCpu());
    }
  },
);

const pagetypeinfo = textTarget(
  'pagetypeinfo',
  2000,
  () => known('pagetypeinfo'),
  (text) => {
    demandCounts(parsePagetypeinfo(text));
  },
);

const meminfo = textTarget(
  'meminfo',
  6000,
  () => recordedTexts('proc/meminfo'),
  (text) => {
    demandCounts(parseMeminfo(text));
  },
);

const vmstat = textTarget(
  'vmstat',
  3000,
  () => recordedTexts('proc/vmstat'),
  (text) => {
    demandCounts(parseVmstat(text));
  },
);

const vmallocAreas = [
  '0x00000000d1a5b8a4-0x00000000e6f1ab7d    8192 hpet_enable+0x2e/0x2c0 phys=0x00000000fed00000 ioremap',
  '0xffffc90000000000-0xffffc90000005000   20480 dup_task_struct+0x5b/0x1b0 pages=4 vmalloc N0=4',
  '0x(ptrval)-0x(ptrval)   69632 bpf_jit_binary_alloc+0x8a/0x110 pages=16 vmalloc N0=16',
  '0xffffffffc0000000-0xffffffffc0009000   36864 module_alloc+0x61/0x70 pages=8 vmalloc N0=8',
  '0xffffc90000010000-0xffffc90000012000    8192 unpurged vm_area',
  '0xffffc90000010000-0xffffc90000012000    8192',
];

const vmallocinfo = textTarget(
  'vmallocinfo',
  4000,
  () => [vmallocAreas.join('\n'), `${vmallocAreas.join('\n')}\n`.repeat(40)],
  (text) => {
    demandCounts(parseVmallocinfo(text));
  },
);

const sysctl = textTarget(
  'sysctl',
  10_000,
  () => ['1\n', '0', '67584\n', '9223372036854775807\n'],
  (text) => {
    demandCounts(parseSysctl('/proc/sys/vm/overcommit_memory', text));
  },
);

/** cpuset's Mems_allowed_list and the CPUs of /sys/devices/system/cpu are such lists. */
const kernelList = textTarget(
  'kernel-list',
  6000,
  () => ['0\n', '0-3,8\n', '0-1,4-5,8-9,12-13', '0-4095', '0-999999', '1,3,5,7,9,11'],
  (text) => {
    const count = countKernelList(text);
    const numbers = parseKernelList(text);
    demandCounts([count, numbers]);
    demand(
      numbers === null || numbers.length === count,
      () => `${numbers?.length} numbers, counted ${count}`,
    );
  },
);

const cgroup: Target = {
  name: 'cgroup',
  slice: 4000,
  parts: ['mountinfo', 'cgroup', 'limit', 'usage', 'memory.stat'],
  seeds: () => [
    [
      '22 1 0:21 / /proc rw - proc proc rw\n26 22 0:23 / /sys/fs/cgroup rw,nosuid shared:8 - cgroup2 cgroup2 rw,nsdelegate\n',
      '0::/system.slice/worker.service\n',
      '536870912\n',
      '500000000\n',
      'anon 1000\nfile 2000\ninactive_file 4096\nactive_file 8192\n',
    ],
    [
      '35 24 0:30 / /sys/fs/cgroup/memory rw shared:16 - cgroup cgroup rw,memory\n36 24 0:31 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n',
      '12:cpu,cpuacct:/a\n7:memory:/docker/0123456789ab/x\n0::/init.scope\n',
      '9223372036854771712\n',
      '4096\n',
      'total_inactive_file 4096\ntotal_active_file 8192\n',
    ],
    [
      '26 22 0:23 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw\n',
      '0::/docker/abc/job\n',
      'max\n',
      '0\n',
      '',
    ],
    [
      '26 22 0:23 / /sys/fs/cgroup ro - cgroup2 cgroup rw\n',
      '0::/../..\n',
      '1\n',
      '2\n',
      'inactive_file 3\n',
    ],
  ],
  run: ([mounts = '', own, limit, usage, stat]) => {
    const headroom = cgroupHeadroom((path) => {
      if (path === '/proc/self/mountinfo') return mounts;
      if (path === '/proc/self/cgroup') return own;
      if (path.endsWith('.stat')) return stat;
      return /(?:max|limit_in_bytes)$/.test(path) ? limit : usage;
    });
    demandCounts(headroom);
  },
};

export const procTargets: readonly Target[] = [
  buddyinfo,
  zoneinfo,
  pagetypeinfo,
  meminfo,
  vmstat,
  vmallocinfo,
  sysctl,
  kernelList,
  cgroup,
];
