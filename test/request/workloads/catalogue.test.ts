import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../../../src/errors.ts';
import { findWorkload, workloads } from '../../../src/request/workloads/index.ts';
import { snapshotOf } from '../../../src/machine/snapshot.ts';
import { predict } from '../../../src/predict/predict.ts';
import type { Need } from '../../../src/request/need.ts';
import type { WorkloadOptions } from '../../../src/request/workloads/options.ts';
import { type Workload, needsOf } from '../../../src/request/workloads/workload.ts';
import { knownGfpNames } from '../../../src/kernel/gfp.ts';
import { repository } from '../../support/corpus.ts';
import { type Told, on } from './readings-stub.ts';

const names = workloads.map(({ name }) => name);

/** workload, release, options, what is told: path, order, bytes of each need */
type Row = [string, string, WorkloadOptions, Told, [string, number, number][]];

const buffers = (send: number, receive: number): Record<string, string> => ({
  'proc/sys/net/core/wmem_default': `${send}\n`,
  'proc/sys/net/core/rmem_default': `${receive}\n`,
});
/** virtio devices by their types */
const virtio = (...types: string[]) =>
  Object.fromEntries(types.map((type, i) => [`sys/bus/virtio/devices/virtio${i}/device`, `${type}\n`]));
const mounted = (options: string): Record<string, string> => ({
  'proc/mounts': `/dev/vda / ext4 rw 0 0\nshare /mnt 9p rw,sync,access=client,${options} 0 0\n`,
});
const mounts9p = (...sizes: number[]): Record<string, string> => ({
  'proc/mounts': sizes.map((msize) => `share /mnt 9p rw,msize=${msize},trans=fd 0 0\n`).join(''),
});
const routes = (destination: string): string =>
  `Iface\tDestination\tGateway\neth1\t0000FEA9\t00000000\neth0\t${destination}\t0100A8C0\n`;
/** the device of the default route, with one feature bit set */
const device = (driver: string, bit = 0): Record<string, string> => ({
  'proc/net/route': routes('00000000'),
  'sys/class/net/eth0/device/uevent': `DRIVER=${driver}\nMODALIAS=x\n`,
  'sys/class/net/eth0/device/features': `${'0'.repeat(bit)}1${'0'.repeat(63 - bit)}\n`,
});

const vcpuSlab = { kvm_vcpu: { objectBytes: 9_088, order: 3, minOrder: 2 } };
const netSlab = { net_namespace: { objectBytes: 4288, order: 3, minOrder: 1 } };
const cmdline = (text: string): Told => ({ files: { 'proc/cmdline': `BOOT_IMAGE=/vmlinuz ${text}\n` } });
/** The pool of pages of so many KiB. */
function pool(kib: number, free: number, reserved = 0, onDemand = 0, surplus = 0): Told {
  const folder = `sys/kernel/mm/hugepages/hugepages-${kib}kB`;
  return {
    files: {
      [`${folder}/free_hugepages`]: `${free}\n`,
      [`${folder}/resv_hugepages`]: `${reserved}\n`,
      [`${folder}/nr_overcommit_hugepages`]: `${onDemand}\n`,
      [`${folder}/surplus_hugepages`]: `${surplus}\n`,
    },
  };
}
/** The lists of arm64 with CONFIG_ARCH_FORCE_MAX_ORDER=13 */
const lists14: Told = {
  files: { 'proc/buddyinfo': 'Node 12, zone   Normal      1      2   3 4 5 6 7 8 9 10 11 12 13 14 \n' },
};
// prettier-ignore
const rows: Row[] = [
  ['hugepage', '6.12.117', {}, {}, [['contiguous', 9, 2_097_152]]],
  ['hugepage', '6.12.117', { size: 65_536 }, {}, [['contiguous', 4, 65_536]]],
  ['hugepage', '6.12.117', {}, { files: { 'proc/meminfo': 'MemTotal: 1 kB\nHugepagesize:      32768 kB\n' } }, [['contiguous', 13, 33_554_432]]],
  ['hugepage', '6.12.117', { size: 2 ** 30 }, {}, [['contiguous', 18, 2 ** 30]]],
  // above the largest list: flags of its own, movable only by the sysctl, and not the same before 6.12
  ['hugepage', '6.12.117', { count: 3, size: 2 ** 30 }, { files: { 'proc/sys/vm/movable_gigantic_pages': '1\n' } }, [['contiguous', 18, 2 ** 30]]],
  ['hugepage', '6.12.117', { size: 2 ** 30 }, { files: { 'proc/sys/vm/movable_gigantic_pages': '0\n' } }, [['contiguous', 18, 2 ** 30]]],
  ['hugepage', '6.11.11', { size: 2 ** 30 }, {}, [['contiguous', 18, 2 ** 30]]],
  ['hugepage', '6.12.117', { size: 2 ** 22 }, {}, [['contiguous', 10, 2 ** 22]]],
  ['hugepage', '6.12.117', { size: 2 ** 23 }, {}, [['contiguous', 11, 2 ** 23]]],
  ['hugepage', '6.12.117', { size: 2 ** 25 }, lists14, [['contiguous', 13, 2 ** 25]]],
  ['hugepage', '6.12.117', { size: 2 ** 26 }, lists14, [['contiguous', 14, 2 ** 26]]],
  ['hugepage', '6.12.117', {}, { files: { 'proc/meminfo': 'xHugepagesize: 1024 kB\nHugepagesize: 4096 kB or so\n' } }, [['contiguous', 9, 2_097_152]]],
  ['hugepages', '6.12.117', {}, pool(2048, 1), [['contiguous', 9, 2_097_152]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 4 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 2 ** 30 }, [['vmalloc', 4, 65_536]]],
  ['conntrack', '6.12.117', {}, {}, [['vmalloc', 9, 2_097_152]]],
  ['fork', '6.12.117', { size: 8192 }, {}, [['address-space', 1, 8192], ['vmalloc', 2, 16_384]]],
  ['bpf-program', '6.12.117', { size: 4096 }, {}, [['address-space', 0, 4096], ['vmalloc', 0, 4096]]],
  ['bpf-map', '6.12.117', { size: 65_536, count: 3 }, {}, [['vmalloc', 4, 65_536]]],
  // 64 + 9000 + 18 rounded up to a cache line, and 320 behind it
  ['jumbo-frame', '6.12.117', {}, {}, [['contiguous', 2, 9408]]],
  ['jumbo-frame', '6.12.117', { size: 1500 }, {}, [['contiguous', 0, 1920]]],
  ['jumbo-frame', '6.12.117', { size: 4000 }, {}, [['contiguous', 1, 4416]]],
  ['kernel-stack', '3.10.0-1160.el7.x86_64', {}, {}, [['contiguous', 2, 16_384]]],
  ['kernel-stack', '4.9.0-19-amd64', {}, {}, [['vmalloc', 2, 16_384]]],
  ['kernel-stack', '4.9.0-19-arm64', {}, {}, [['contiguous', 2, 16_384]]],
  ['kernel-stack', '6.12.117', {}, {}, [['vmalloc', 2, 16_384]]],
  ['kvm', '4.15.0-213-generic', {}, { slabs: vcpuSlab }, [['contiguous', 6, 187_872], ['contiguous', 2, 9_088]]],
  ['kvm', '3.10.0-1160.el7.x86_64', {}, {}, [['contiguous', 4, 36_864], ['contiguous', 3, 24_576]]],
  ['kvm', '4.18.0', {}, {}, [['vmalloc', 6, 187_592], ['contiguous', 3, 24_576]]],
  ['kvm', '4.4.262', {}, {}, [['contiguous', 2, 16_384], ['contiguous', 3, 24_576]]],
  ['kvm', '6.18.44-fc-v595', {}, { slabs: vcpuSlab }, [['vmalloc', 1, 7048], ['contiguous', 2, 9_088]]],
  ['kvm', '6.18.44-fc-v595', {}, {}, [['vmalloc', 1, 7048], ['contiguous', 2, 9_216]]],
  ['io-uring', '5.0.21', {}, {}, []],
  ['io-uring', '5.11.0', {}, {}, [['contiguous', 2, 16_384], ['contiguous', 2, 9536]]],
  ['io-uring', '5.11.0', { count: 512 }, {}, [['contiguous', 3, 32_768], ['contiguous', 3, 18_752]]],
  ['io-uring', '5.11.0', { count: 1024 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['io-uring', '5.11.0', { count: 513 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['io-uring', '5.11.0', { count: 1 }, {}, [['contiguous', 0, 64], ['contiguous', 0, 356]]],
  ['io-uring', '5.11.0', { count: 32_768 }, {}, [['contiguous', 9, 2_097_152], ['contiguous', 9, 1_179_968]]],
  // the fallback to single pages: 6.1.132, 6.6.84, 6.10 to 6.13
  ['io-uring', '6.1.131', { count: 1024 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['io-uring', '6.1.132', { count: 1024 }, {}, [['vmalloc', 4, 65_536], ['vmalloc', 4, 37_184]]],
  ['io-uring', '6.6.83', { count: 1024 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 36_928]]],
  ['io-uring', '6.6.84', { count: 1024 }, {}, [['vmalloc', 4, 65_536], ['vmalloc', 4, 36_928]]],
  ['io-uring', '6.9.12', { count: 4096 }, {}, [['contiguous', 6, 262_144], ['contiguous', 6, 147_520]]],
  ['io-uring', '6.10.0', { count: 4096 }, {}, [['vmalloc', 6, 262_144], ['vmalloc', 6, 147_520]]],
  ['io-uring', '6.13.12', { count: 4096 }, {}, [['vmalloc', 6, 262_144], ['vmalloc', 6, 147_520]]],
  // io_region_allocate_pages: one block, but where no memory cgroup accounts
  ['io-uring', '6.14.0', { count: 1024 }, {}, [['contiguous', 4, 65_536], ['contiguous', 4, 36_928]]],
  ['io-uring', '6.18.44', { count: 4096 }, {}, [['contiguous', 6, 262_144], ['contiguous', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 32_768 }, {}, [['contiguous', 9, 2_097_152], ['contiguous', 9, 1_179_712]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('quiet'), [['contiguous', 6, 262_144], ['contiguous', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('quiet cgroup.memory=nokmem'), [['vmalloc', 6, 262_144], ['vmalloc', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('cgroup.memory=nosocket,nokmem ro'), [['vmalloc', 6, 262_144], ['vmalloc', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('cgroup.memory=nosocket'), [['contiguous', 6, 262_144], ['contiguous', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('cgroup_disable=memory'), [['vmalloc', 6, 262_144], ['vmalloc', 6, 147_520]]],
  ['io-uring', '7.3.4', { count: 4096 }, cmdline('cgroup_disable=cpu'), [['contiguous', 6, 262_144], ['contiguous', 6, 147_520]]],
  // before 6.10 there is no fallback that accounting could spoil
  ['io-uring', '5.11.0', { count: 1024 }, cmdline('cgroup.memory=nokmem'), [['contiguous', 4, 65_536], ['contiguous', 4, 37_184]]],
  ['hugepages', '6.12.117', { count: 4 }, {}, [['contiguous', 9, 2_097_152]]],
  ['hugepages', '6.12.117', { count: 2, size: 2 ** 30 }, pool(1_048_576, 1), [['contiguous', 18, 2 ** 30]]],
  // machine code of a filter; pages of its own before 5.18
  ['seccomp', '6.12.117', {}, {}, [['address-space', 1, 8192], ['vmalloc', 1, 8192]]],
  ['seccomp', '6.12.117', { size: 3712 }, {}, [['address-space', 0, 3712], ['vmalloc', 0, 3712]]],
  ['seccomp', '6.12.117', { size: 3712, count: 100 }, {}, [['address-space', 7, 371_200], ['vmalloc', 0, 3712]]],
  ['seccomp', '5.18.0', { size: 3712 }, {}, [['address-space', 0, 3712], ['vmalloc', 0, 3712]]],
  ['seccomp', '5.17.0', { size: 3712 }, {}, [['address-space', 0, 4096], ['vmalloc', 0, 4096]]],
  ['seccomp', '5.10.0', { size: 4097, count: 3 }, {}, [['address-space', 3, 24_576], ['vmalloc', 1, 8192]]],
  ['bpf-program', '6.12.117', {}, {}, [['address-space', 4, 65_536], ['vmalloc', 4, 65_536]]],
  ['bpf-map', '6.12.117', {}, {}, [['vmalloc', 10, 4_194_304]]],
  ['bpf-map', '5.1.0', { size: 65_536 }, {}, [['vmalloc', 4, 65_536]]],
  ['bpf-map', '5.0.21', { size: 65_536 }, {}, [['vmalloc-noretry', 4, 65_536]]],
  ['fork', '6.12.117', {}, {}, [['address-space', 14, 67_108_864], ['vmalloc', 2, 16_384]]],
  ['fork', '6.12.117', { size: 4096, count: 3 }, {}, [['address-space', 2, 12_288], ['vmalloc', 2, 16_384]]],
  ['fork', '3.10.0-1160.el7.x86_64', { size: 4096 }, {}, [['address-space', 0, 4096], ['contiguous', 2, 16_384]]],
  ['nvme', '5.4.19', {}, {}, [['contiguous', 4, 50_848]]],
  ['nvme', '6.12.117', {}, {}, [['contiguous', 0, 1192]]],
  ['conntrack', '5.10.262', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '5.10.262', {}, { memTotalBytes: 2 * 2 ** 30 }, [['vmalloc', 5, 131_072]]],
  ['conntrack', '5.14.0', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '5.15.0', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '6.1.192', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '4.18.0-553.el8_10.x86_64', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '4.18.0-25-generic', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '5.11.22', {}, { memTotalBytes: 4 * 2 ** 20 }, [['vmalloc', 0, 4096]]],
  ['conntrack', '5.15.0', {}, { memTotalBytes: 4 * 2 ** 20 }, [['vmalloc', 1, 8192]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 8 * 2 ** 30 }, [['vmalloc', 9, 2_097_152]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 2 * 2 ** 30 }, [['vmalloc', 7, 524_288]]],
  ['conntrack', '6.12.117', {}, { memTotalBytes: 512 * 2 ** 20 }, [['vmalloc', 3, 32_768]]],
  ['conntrack', '6.12.117', { count: 1024 }, {}, [['vmalloc', 1, 8192]]],
  ['ipset', '6.12.117', {}, {}, [['vmalloc', 7, 524_288]]],
  ['ipset', '6.12.117', { count: 1_000_000 }, {}, [['vmalloc', 11, 8_388_608]]],
  ['ipset', '6.12.117', { count: 1 }, {}, [['vmalloc', 0, 512]]],
  ['nft', '6.12.117', { rules: 1000 }, {}, [['vmalloc', 7, 300_000]]],
  ['iptables-nft', '6.12.117', { rules: 1000 }, {}, [['vmalloc', 8, 700_000]]],
  ['netns', '6.12.117', {}, { slabs: netSlab }, [['contiguous', 1, 4288], ['contiguous', 1, 8192]]],
  ['netns', '6.12.117', {}, {}, [['contiguous', 1, 4480], ['contiguous', 1, 8192]]],
  ['netns', '3.10.0-1160.49.1.el7.x86_64', {}, { files: { 'proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t16000\t1\n' } }, [['contiguous', 1, 4544], ['contiguous', 1, 8192], ['contiguous', 6, 256_000]]],
  ['container', '5.15.0-91-generic', { cpus: 64, rules: 100 }, { slabs: netSlab }, [['contiguous', 4, 49_152], ['contiguous', 1, 4288], ['contiguous', 1, 8192], ['vmalloc', 2, 15_896], ['contiguous', 0, 2816], ['address-space', 1, 8192]]],
  ['container', '4.15.0-1044-aws', { rules: 2130 }, { slabs: netSlab }, [['contiguous', 0, 768], ['contiguous', 1, 4288], ['contiguous', 1, 8192], ['vmalloc-noretry', 7, 324_456], ['contiguous', 0, 2816], ['address-space', 1, 8192]]],
  // a count of cgroups beyond MEM_CGROUP_ID_MAX
  ['netns', '3.10.0-1160.49.1.el7.x86_64', {}, { files: { 'proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t99999999\t1\n' } }, [['contiguous', 1, 4544], ['contiguous', 1, 8192], ['contiguous', 7, 524_280]]],
  // one that no kernel prints: as if it was not read
  ['netns', '3.10.0-1160.49.1.el7.x86_64', {}, { files: { 'proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t99999999999999999999\t1\n' } }, [['contiguous', 1, 4544], ['contiguous', 1, 8192], ['contiguous', 0, 1024]]],
  // 6 pages each; 52 each of a default socket buffer; 64 each at most
  ['vmbus', '4.9.0-19-amd64', {}, {}, []],
  ['vmbus', '4.15.0-213-generic', {}, {}, [['contiguous', 4, 49_152]]],
  ['vmbus', '5.15.146.1-microsoft-standard-WSL2', {}, {}, [['contiguous', 7, 425_984]]],
  ['vmbus', '6.12.117', {}, { files: buffers(212_992, 212_992) }, [['contiguous', 7, 425_984]]],
  ['vmbus', '6.12.117', {}, { files: buffers(24_576, 24_576) }, [['contiguous', 4, 49_152]]],
  ['vmbus', '6.12.117', {}, { files: buffers(4096, 4096) }, [['contiguous', 4, 49_152]]],
  ['vmbus', '6.12.117', {}, { files: buffers(32_768, 32_768) }, [['contiguous', 4, 65_536]]],
  ['vmbus', '6.12.117', {}, { files: buffers(32_769, 32_768) }, [['contiguous', 5, 69_632]]],
  ['vmbus', '6.12.117', {}, { files: buffers(4_194_304, 4_194_304) }, [['contiguous', 7, 524_288]]],
  ['vmbus', '6.12.117', { size: 524_288 }, {}, [['contiguous', 7, 524_288]]],
  ['vmbus', '6.12.117', { size: 49_152 }, {}, [['contiguous', 4, 49_152]]],
  // 128 KiB, then 24 bytes more; virtio without a copy since 6.1, sockets with a fallback since 7.2
  ['9p', '5.10.262', {}, {}, [['contiguous', 1, 8192]]],
  ['9p', '5.15.151', {}, {}, [['contiguous', 5, 131_072]]],
  ['9p', '6.1.192', {}, {}, [['contiguous', 5, 131_072]]],
  ['9p', '6.12.117', {}, {}, [['contiguous', 6, 131_096]]],
  ['9p', '7.1.13', {}, {}, [['contiguous', 6, 131_096]]],
  ['9p', '7.2.13', {}, {}, [['vmalloc', 6, 131_096]]],
  ['9p', '6.12.117', { size: 65_536 }, {}, [['contiguous', 4, 65_536]]],
  ['9p', '6.12.117', { size: 65_537 }, {}, [['contiguous', 5, 65_537]]],
  ['9p', '6.12.117', { size: 262_144 }, {}, [['contiguous', 6, 262_144]]],
  ['9p', '6.12.117', { size: 2 ** 30 }, {}, [['contiguous', 8, 1_048_576]]],
  ['9p', '5.10.262', { size: 2 ** 20 }, { files: mounted('trans=virtio') }, [['contiguous', 7, 512_000]]],
  ['9p', '5.10.262', {}, { files: mounted('msize=131072,trans=virtio') }, [['contiguous', 5, 131_072]]],
  ['9p', '6.12.117', {}, { files: mounted('trans=virtio') }, [['contiguous', 1, 8192]]],
  ['9p', '6.12.117', {}, { files: mounted('trans=fd,rfd=5,wfd=5') }, [['contiguous', 6, 131_096]]],
  ['9p', '6.18.33.2-microsoft-standard-WSL2', {}, { files: mounted('msize=65536,trans=fd,rfd=5,wfd=5') }, [['contiguous', 4, 65_536]]],
  ['9p', '7.3.4', {}, { files: mounted('trans=virtio') }, [['contiguous', 1, 8192]]],
  // of several mounts the largest messages, wherever it stands
  ['9p', '6.12.117', {}, { files: mounts9p(65_536, 32_768, 8192) }, [['contiguous', 4, 65_536]]],
  ['9p', '6.12.117', {}, { files: mounts9p(8192, 32_768, 65_536) }, [['contiguous', 4, 65_536]]],
  ['9p', '6.12.117', {}, { files: mounts9p(8192, 65_536, 65_536, 16) }, [['contiguous', 4, 65_536]]],
  // no mount yet, and what the hypervisor offers
  ['9p', '6.12.117', {}, { files: virtio('0x0001', '0x0009') }, [['contiguous', 1, 8192]]],
  ['9p', '6.12.117', {}, { files: virtio('0x0001', '0x0002') }, [['contiguous', 6, 131_096]]],
  ['9p', '5.10.262', { size: 262_144 }, { files: virtio('0x0009') }, [['contiguous', 6, 262_144]]],
  ['9p', '5.10.262', { size: 262_144 }, { files: { ...virtio('0x0001'), 'proc/mounts': '' } }, [['contiguous', 4, 65_536]]],
  ['9p', '5.10.262', { size: 262_144 }, {}, [['contiguous', 6, 262_144]]],
  ['9p', '5.10.262', { size: 262_144 }, { files: mounted('trans=fd,rfd=5,wfd=5') }, [['contiguous', 4, 65_536]]],
  ['9p', '6.1.192', { size: 262_144 }, { files: mounted('trans=fd,rfd=5,wfd=5') }, [['contiguous', 6, 262_144]]],
  ['9p', '7.3.4', {}, { files: mounted('trans=rdma') }, [['contiguous', 6, 131_096]]],
  ['perf', '6.12.117', { cpus: 8 }, { files: { 'proc/cpuinfo': 'flags\t\t: fpu dts pebs bts\n' } }, [['contiguous', 4, 65_536], ['contiguous', 0, 4096]]],
  ['perf', '6.12.117', { cpus: 8 }, {}, [['contiguous', 4, 65_536], ['contiguous', 0, 4096]]],
  ['perf', '6.12.117', { cpus: 8 }, { files: { 'proc/cpuinfo': 'flags\t\t: fpu sse npebs\n' } }, [['contiguous', 0, 4096]]],
  ['vsock', '4.4.0-210-generic', {}, {}, []],
  ['vsock', '5.10.262', {}, {}, [['contiguous', 4, 65_536]]],
  // 44 + 65,536 on cache lines, and 320
  ['vsock', '6.1.192', {}, {}, [['contiguous', 5, 65_920]]],
  ['vsock', '6.6.0', {}, {}, [['contiguous', 5, 65_920]]],
  ['vsock', '6.12.0', {}, {}, [['contiguous', 5, 65_920]]],
  ['vsock', '6.12.117', {}, {}, [['contiguous', 0, 4096]]],
  ['vsock', '6.17.13', {}, {}, [['contiguous', 0, 4096]]],
  ['vsock', '6.17.13', { size: 32_384 }, {}, [['contiguous', 3, 32_768]]],
  ['vsock', '6.17.13', { size: 32_405 }, {}, [['contiguous', 0, 4096]]],
  ['vsock', '6.6.0', { size: 32_405 }, {}, [['contiguous', 4, 32_832]]],
  ['vsock', '6.6.0', { size: 1_000_000 }, {}, [['contiguous', 5, 65_920]]],
  ['nic-up', '6.12.117', {}, { files: device('e1000e') }, [['contiguous', 1, 8192], ['contiguous', 0, 4096]]],
  ['nic-up', '6.12.117', { count: 2048 }, { files: device('e1000e') }, [['contiguous', 4, 65_536], ['contiguous', 3, 32_768]]],
  ['nic-up', '6.12.117', { count: 2049 }, { files: device('e1000e') }, [['contiguous', 5, 69_632], ['contiguous', 4, 36_864]]],
  ['nic-up', '6.12.117', { count: 4096 }, { files: device('e1000e') }, [['contiguous', 5, 131_072], ['contiguous', 4, 65_536]]],
  ['nic-up', '6.12.117', {}, { files: device('virtio_net') }, [['contiguous', 1, 6726]]],
  ['nic-up', '6.12.117', { count: 1024 }, { files: device('virtio_net') }, [['contiguous', 3, 26_694]]],
  ['nic-up', '6.12.117', { count: 4096 }, { files: device('virtio_net') }, [['contiguous', 3, 26_694]]],
  ['nic-up', '6.12.117', { count: 4096 }, { files: device('virtio_net', 34) }, [['contiguous', 4, 65_536]]],
];

/** workload, what is told: why its size is not known */
const unsized: [string, Told, RegExp][] = [
  ['nic-up', {}, /proc\/net\/route was not read$/],
  ['nic-up', { files: { 'proc/net/route': routes('192') } }, /there is no default route$/],
  ['nic-up', { files: { 'proc/net/route': routes('00000000') } }, /no driver is known for eth0/],
  ['nic-up', { files: device('ena') }, /eth0 is driven by ena, which was not read$/],
];

const shape = (needs: readonly Need[]): [string, number, number][] =>
  needs.map(({ request: { path, order, bytes } }) => [path, order, bytes]);

function isWorkload(value: unknown): value is Workload {
  return typeof value === 'object' && value !== null && 'summary' in value && 'needs' in value;
}

describe('the catalogue', () => {
  it('has each workload once', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('has every workload that a file of its folder exports', async () => {
    const folder = join(repository, 'src/request/workloads');
    const exported = new Set<string>();
    for (const file of readdirSync(folder)) {
      const values: unknown[] = Object.values((await import(join(folder, file))) as object);
      for (const value of values) if (isWorkload(value)) exported.add(value.name);
    }
    // What is left here has no line in src/request/workloads/index.ts.
    expect([...exported].filter((name) => !names.includes(name))).toEqual([]);
    expect(exported.size).toBe(names.length);
  });

  it.each(names)('%s says what it is, what it asks by, how it fails, what helps and whence', (name) => {
    const { summary, formula, failure, helps, source, evidence } = findWorkload(name);
    const facts = evidence.flatMap(({ says, where }) => [says, where]);
    for (const text of [summary, ...formula, ...failure, ...helps, ...source, ...facts])
      expect(text).toMatch(/^[^\n]{5,}$/);
    for (const list of [formula, failure, helps, source, evidence]) expect(list.length).toBeGreaterThan(0);
  });

  it.each(rows)('%s on %s with %j, told %j', (name, release, options, told, needs) => {
    expect(shape(findWorkload(name).needs(on(release, options, told)))).toEqual(needs);
  });

  const releases = [
    null,
    '3.10.0-1160.el7.x86_64',
    '4.4.0-210-generic',
    '4.12.4',
    '4.15.0-1044-aws',
    '4.16.13',
    '5.4.19',
    '5.15.0-91-generic',
    '6.1.0-17-arm64',
    '6.12.117',
    '7.3.4',
  ];
  it.each(names.flatMap((name) => releases.map((release): [string, string | null] => [name, release])))(
    '%s on %s asks for what its path means',
    (name, release) => {
      for (const pageSize of [4096, 16_384, 65_536]) {
        for (const need of findWorkload(name).needs(on(release, {}, { possible: 8 }, pageSize))) {
          const { request, count, stepPages, what } = need;
          expect(request.workload).toBe(name);
          expect(request.pageSize).toBe(pageSize);
          if (request.path === 'contiguous') {
            expect(request.pages).toBe(2 ** request.order);
            expect(request.pages * pageSize).toBeGreaterThanOrEqual(request.bytes);
          } else expect(request.pages % Math.ceil(request.bytes / pageSize)).toBe(0);
          expect(request.gfp.includes('__GFP_NORETRY')).toBe(
            request.path === 'vmalloc-noretry' ||
              // one block of each ring, before 5.18
              (name === 'io-uring' && request.path === 'contiguous' && release === '5.4.19') ||
              (name === 'io-uring' && release === '5.15.0-91-generic'),
          );
          for (const flag of request.gfp) expect(knownGfpNames).toContain(flag);
          expect(stepPages).toBeGreaterThanOrEqual(
            request.pages * (request.path === 'contiguous' ? count : 1),
          );
          expect(need.confidence === 'unverified').toBe(
            request.notes.some((note) => note.startsWith('unverified:')),
          );
          expect(what).not.toBe('');
          const beside = need.beside.reduce((sum, part) => sum + part.pages, 0);
          expect(stepPages).toBe(request.pages * count + beside);
        }
      }
    },
  );
});

/** All of a need but what the rows above have. */
function needText({ what, count, stepPages, confidence, fault, request }: Need): string {
  const { path, order, bytes, from = 'said', gfp, limit, hugePage, notes } = request;
  const kind = [path, ...(limit === undefined ? [] : [limit]), ...(hugePage === true ? ['huge page'] : [])];
  const answer = request.granted ?? request.shortOfPool ?? request.refused;
  return [
    `  ${what}: ${count} x ${bytes} bytes (${from}), order ${order}, ${kind.join(', ')}, ${stepPages} pages in all`,
    `    ${gfp.join('|')}; ${confidence}${fault === null ? '' : `; ${fault.name}: ${fault.state}`}`,
    ...(answer === undefined ? [] : [`    = ${answer}`]),
    ...notes.map((note) => `    - ${note}`),
  ].join('\n');
}

// What changed is read in the diff of the file; UPDATE_GOLDEN=1 writes it anew.
it('asks for what is on record, flags and notes included', () => {
  const file = join(repository, 'test/golden/needs.txt');
  const texts = rows.map(([name, release, options, told]) => {
    const given = `${JSON.stringify(options)} ${JSON.stringify(told)}`;
    const needs = needsOf(findWorkload(name), on(release, options, told)).map(needText);
    return [`${name} on ${release} ${given}`, ...needs].join('\n');
  });
  const text = `${texts.join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

describe('hugepages', () => {
  const ask = (count: number, told: Told, node?: number): Need | undefined =>
    findWorkload('hugepages').needs({ ...on('6.12.117', { count, size: 2 ** 21 }, told), node })[0];
  /** what decides, and of how many pages */
  const answered = ({ count, request }: Need): [string, number] => [
    request.granted !== undefined ? 'pool' : request.shortOfPool !== undefined ? 'short' : 'buddy',
    count,
  ];
  /** with so many free pages on node 1 */
  const onNode1 = (free: number, told: Told): Told => ({
    files: {
      ...told.files,
      'sys/devices/system/node/node1/hugepages/hugepages-2048kB/free_hugepages': `${free}\n`,
    },
  });

  // Twins on both sides of gather_surplus_pages(): free less reserved, then what nr_overcommit_hugepages has left.
  // prettier-ignore
  it.each<[string, number, Told, [string, number], RegExp | null]>([
    ['as many as are free',       512, pool(2048, 512),           ['pool', 512],  null],
    ['more than are wanted',      512, pool(2048, 600),           ['pool', 512],  null],
    ['one more',                  513, pool(2048, 512),           ['short', 513], /^512 of 513 .*1 more is .*root has to raise nr_hugepages/],
    ['reserved ones are taken',   512, pool(2048, 512, 1),        ['short', 512], /^511 of 512 .*1 more/],
    ['all but what is reserved',  511, pool(2048, 512, 1),        ['pool', 511],  null],
    ['more reserved than free',   4,   pool(2048, 2, 3, 4),       ['buddy', 4],   /^0 of 4 .*4 more are/],
    ['an empty pool',             4,   pool(2048, 0),             ['short', 4],   /^0 of 4 .*4 more .*none by itself/],
    ['made on demand',            4,   pool(2048, 2, 0, 2),       ['buddy', 2],   /^2 of 4 .*2 more .*nr_overcommit_hugepages lets/],
    ['one too few on demand',     4,   pool(2048, 2, 0, 2, 1),    ['short', 4],   /2 more .*no more than 1 by itself/],
    ['all on demand in use',      4,   pool(2048, 2, 0, 2, 3),    ['short', 4],   /2 more .*none by itself/],
    ['reserved ones not read',    4,   { files: { 'sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages': '8\n' } }, ['buddy', 4], /an empty pool is assumed/],
    ['a pool that was not read',  4,   {},                        ['buddy', 4],   /an empty pool is assumed/],
  ])('%s', (_, count, told, decides, says) => {
    const need = ask(count, told)!;
    expect(answered(need)).toEqual(decides);
    const { granted, shortOfPool, notes } = need.request;
    if (says === null) expect(granted).toMatch(/^51\d of 51\d huge pages of 2048 KiB are free in the pool$/);
    else expect(shortOfPool ?? notes.join('; ')).toMatch(says);
  });

  // prettier-ignore
  it.each<[string, number | undefined, Told, [string, number]]>([
    ['of any node',                      undefined, onNode1(0, pool(2048, 8)),       ['pool', 4]],
    ['free on the node',                 1,         onNode1(4, pool(2048, 8)),       ['pool', 4]],
    ['one too few on the node',          1,         onNode1(3, pool(2048, 8)),       ['short', 4]],
    ['reserved on whatever node',        1,         onNode1(4, pool(2048, 8, 5)),    ['short', 4]],
    ['enough elsewhere: none is made',   1,         onNode1(3, pool(2048, 8, 0, 4)), ['short', 4]],
    ['too few everywhere: some are made', 1,        onNode1(2, pool(2048, 2, 0, 2)), ['buddy', 2]],
    ['but no more than that',            1,         onNode1(1, pool(2048, 2, 0, 9)), ['short', 4]],
    ['a kernel without nodes',           0,         pool(2048, 8),                   ['pool', 4]],
  ])('four pages %s', (_, node, told, decides) => {
    expect(answered(ask(4, told, node)!)).toEqual(decides);
  });

  it('that are too few are refused for now, however much memory is free', () => {
    const { request } = ask(4, onNode1(3, pool(2048, 8)), 1)!;
    const found = predict(
      request,
      snapshotOf({ buddyinfo: 'Node 1, zone Normal 0 0 0 0 0 0 0 0 0 9 9\n' }),
      null,
    );
    expect(found).toMatchObject({ verdict: 'unavailable', never: false, cause: 'huge-page-pool' });
    expect(found.reason).toMatch(
      /^3 of 4 huge pages of 2048 KiB are free in the pool of node 1; 1 more is to be made/,
    );
  });
});

describe('a size that is not known', () => {
  it.each(unsized)('%s, told %j', (name, told, why) => {
    const [need, ...others] = findWorkload(name).needs(on('6.12.117', {}, told));
    expect(others).toEqual([]);
    expect(need?.request.unsized).toMatch(why);
    expect(need?.confidence).toBe('unverified');
    const found = predict(need!.request, snapshotOf({ buddyinfo: 'Node 0, zone Normal 1 1 1\n' }), null);
    expect(found).toMatchObject({ verdict: 'unknown', never: false, reason: need?.request.unsized });
  });
});

describe('values that a workload cannot take', () => {
  it.each([
    ['hugepage', { size: 3 * 2 ** 20 }, /^--size 3145728: expected .*power of two.*such as 2M$/],
    ['hugepage', { size: 4096 }, /^--size 4096: expected/],
    ['jumbo-frame', { size: 2 ** 20 }, /^--size 1048576: expected an MTU between 68 and 65535 bytes$/],
    ['jumbo-frame', { size: 67 }, /^--size 67/],
    ['9p', { size: 4095 }, /^--size 4095: expected an msize of at least 4096 bytes$/],
    ['io-uring', { count: 32_769 }, /^--count 32769: expected at most 32768/],
  ])('%s with %j', (name, options, message) => {
    const ask = (): unknown => findWorkload(name).needs(on('6.12.117', options));
    expect(ask).toThrow(UsageError);
    expect(ask).toThrow(message);
  });

  it('an unknown name is answered with those there are', () => {
    expect(() => findWorkload('ip\u001btables')).toThrow(
      /'ip\\x1btables': no such workload \(did you mean iptables\?\): expected one of iptables, .*jumbo-frame, .*nic-up/,
    );
  });

  it('an option that means nothing to it is said and left', () => {
    const [need] = needsOf(findWorkload('nvme'), on('6.12.117', { rules: 3, cpus: 2 }));
    expect(need?.request.notes).toEqual(
      expect.arrayContaining([
        '--rules means nothing to nvme and is not used',
        '--cpus means nothing to nvme and is not used',
      ]),
    );
    const [heeded] = needsOf(findWorkload('veth'), on('6.12.117', { cpus: 2 }));
    expect(heeded?.request.notes.join()).not.toContain('means nothing');
  });
});
