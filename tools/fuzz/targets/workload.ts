// Named workloads: the texts that only they read, and what becomes of their needs.
import { on } from '../../../test/request/workloads/readings-stub.ts';
import { predictedRequest } from '../../../src/request/need.ts';
import { predict } from '../../../src/predict/predict.ts';
import { countKernelList } from '../../../src/kernel/list.ts';
import { knownGfpNames } from '../../../src/kernel/gfp.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import { parseFast } from '../../../src/options/parse.ts';
import { decodeSettings } from '../../../src/options/settings.ts';
import { sizeInBytes } from '../../../src/request/size.ts';
import { findWorkload, workloads } from '../../../src/request/workloads/index.ts';
import { legacyModule } from '../../../src/request/iptables/legacy-module.ts';
import { listWorkloads } from '../../../src/request/workloads/list.ts';
import { needsOf } from '../../../src/request/workloads/workload.ts';
import { kernelAnswer } from '../../../src/guard/advice.ts';
import { workloadsFormats } from '../../../src/report/workloads/formats.ts';
import { demand, demandCounts, demandInert, demandSentence } from '../laws.ts';
import { fromBytes, recordedTexts } from '../seeds.ts';
import type { Target } from '../target.ts';
import { demandPrediction } from './predict.ts';

/** What workloads read, as it is printed. */
const readings: Readonly<Record<string, string>> = {
  'proc/mounts':
    '/dev/vda / ext4 rw 0 0\nshare /mnt 9p rw,sync,access=client,msize=262144,trans=virtio 0 0\n',
  'proc/net/route': 'Iface\tDestination\tGateway\neth1\t0000FEA9\t00000000\neth0\t00000000\t0100A8C0\n',
  'sys/class/net/eth0/device/uevent': 'DRIVER=virtio_net\nMODALIAS=x\n',
  'sys/class/net/eth0/device/features': `${'01'.repeat(32)}\n`,
  'sys/bus/virtio/devices/virtio0/device': '0x0009\n',
  'sys/bus/vmbus/drivers_autoprobe': '1\n',
  'proc/cmdline': 'BOOT_IMAGE=/vmlinuz cgroup.memory=nokmem quiet\n',
  'proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t0\t112\t1\n',
  'proc/cpuinfo': 'vendor_id\t: GenuineIntel\nflags\t\t: fpu vmx arch_perfmon\n',
  'proc/meminfo': 'MemTotal:       16000000 kB\nHugepagesize:       2048 kB\n',
  'proc/sys/net/core/wmem_default': '212992\n',
  'proc/sys/net/core/rmem_default': '212992\n',
  'proc/sys/kernel/nmi_watchdog': '1\n',
  'proc/sys/vm/movable_gigantic_pages': '1\n',
  'sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages': '12\n',
  'sys/kernel/mm/hugepages/hugepages-2048kB/resv_hugepages': '1\n',
  'sys/kernel/mm/hugepages/hugepages-2048kB/nr_overcommit_hugepages': '2\n',
  'sys/kernel/mm/hugepages/hugepages-2048kB/surplus_hugepages': '0\n',
  'sys/module/kvm_intel/parameters/nested': 'Y\n',
  'sys/devices/system/cpu/possible': '0-7\n',
};
const paths = Object.keys(readings);
const limits = ['bpfJitEnable', 'bpfJitLimit', 'vmallocinfo', 'overcommitMemory', 'meminfo'] as const;
const limitTexts = [
  '1\n',
  '264241152\n',
  '0x0-0x0   12288 bpf_jit_alloc_exec+0xe/0x10 pages=2 vmalloc\n',
  '2\n',
];

/** The lists of modules of a kernel, by what reads them. */
const moduleTexts = {
  modules: 'ip_tables 36864 1 iptable_filter, Live 0x0000000000000000\nx_tables 65536 2 - Live 0x0\n',
  builtin: 'kernel/net/netfilter/x_tables.ko\nkernel/fs/ext4/ext4.ko\n',
  dependencies:
    'kernel/net/ipv4/netfilter/ip_tables.ko.xz: kernel/net/netfilter/x_tables.ko.xz\nkernel/net/bpfilter/bpfilter.ko:\n',
} as const;
const lists = Object.keys(moduleTexts) as (keyof typeof moduleTexts)[];

const releases = [
  '3.10.0-1160.el7.x86_64',
  '4.15.0-1044-aws',
  '4.16.13',
  '5.4.19',
  '5.15.0-91-generic',
  '6.1.0-17-arm64',
  '6.12.117',
  '7.3.4',
  '',
];
const commandLines = ['', '--rules 2150', '--cpus 64', '--count 4 --size 2M', '--size 9000'];

const workload: Target = {
  name: 'workload',
  slice: 120,
  parts: [...paths, ...lists, 'workload', 'release', 'argv', 'buddyinfo', 'zoneinfo', ...limits],
  seeds: () =>
    recordedTexts('proc/buddyinfo').flatMap((buddyinfo, i) =>
      workloads.map(({ name }, j) => [
        ...Object.values(readings),
        ...lists.map((list) => ((i + j) % 3 === 0 ? '' : moduleTexts[list])),
        name,
        releases[(i + j) % releases.length] ?? '',
        commandLines[(i + 2 * j) % commandLines.length] ?? '',
        buddyinfo,
        recordedTexts('proc/zoneinfo')[i] ?? '',
        ...limitTexts,
        recordedTexts('proc/meminfo')[i] ?? '',
      ]),
    ),
  run: (input) => {
    const [name = '', release = '', line = '', buddyinfo = '', zoneinfo, ...texts] = input.slice(
      paths.length + lists.length,
    );
    const files: Record<string, string> = { 'proc/buddyinfo': buddyinfo };
    paths.forEach((path, i) => (files[path] = input[i] ?? ''));
    const [modules, builtin, dependencies] = input.slice(paths.length);
    const parsed = parseFast(['check', '--for', 'veth', ...fromBytes(line).split(' ').filter(Boolean)]);
    if (!parsed) return;
    const given = release === '' ? parsed.given : new Map([...parsed.given, ['kernel', release]]);
    const { rules, cpus, count, size } = decodeSettings('check', given, {}).asked;
    const pageSize = 4096;
    const possible = countKernelList(files['sys/devices/system/cpu/possible'] ?? '');
    const facts = on(
      release === '' ? null : release,
      { rules, cpus, count, size: size && sizeInBytes(size, pageSize) },
      {
        files,
        ...(possible === null ? {} : { possible }),
        legacyModule: legacyModule('ipv4', { hasTableNames: false, modules, builtin, dependencies }),
      },
      pageSize,
    );
    const more = Object.fromEntries(limits.map((name, i) => [name, texts[i]]));
    const snapshot = snapshotOf({ buddyinfo, zoneinfo, ...more });
    const asked = findWorkload(name);
    const rows = listWorkloads(facts, [asked]);
    const kernel = kernelAnswer(release, facts.kernel);
    for (const format of workloadsFormats) {
      demandInert(format.render({ kernel, rows, notes: [] }));
      for (const row of rows) demandInert(format.renderOne({ kernel, row, notes: [] }));
    }
    for (const need of needsOf(asked, facts)) {
      const { request, stepPages, beside } = need;
      const told = (): string => JSON.stringify(need);
      if (request.unsized === undefined) {
        demandCounts({ ...request, stepPages, beside });
        demand(need.count >= 1 && Number.isSafeInteger(stepPages) && stepPages >= request.pages, told);
        if (request.path === 'contiguous') demand(request.pages * pageSize >= request.bytes, told);
      }
      demand(
        request.gfp.every((flag) => knownGfpNames.includes(flag)),
        told,
      );
      for (const note of request.notes) demandSentence(note);
      const predicted = predictedRequest(need);
      demandPrediction(predict(predicted, snapshot, facts.kernel), predicted, snapshot);
    }
  },
};

export const workloadTargets: readonly Target[] = [workload];
