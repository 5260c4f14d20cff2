// The failures that are made in a guest, and what `explain` has to make of each.

import { usualFlavour } from '../truth/jobs.js';

/**
 * @typedef {object} Expected
 * @property {'kernel' | 'program'} from whose words tell: a report of the kernel's, or a line of a program (or of a driver)
 * @property {string | null} check the workload that is named, or words of the check; null where no reading of memory guards against it
 * @property {string} [cause] of a report
 * @property {number} [order] of a report
 * @property {RegExp} [caller] one of the callers of a report that has no check
 *
 * @typedef {object} FailureJob
 * @property {string} id
 * @property {string[]} on the series of kernels on which it fails; on others it is not done
 * @property {string[] | null} do arguments of guest/ask.c; null where booting has done it
 * @property {string[]} [modules] to load first
 * @property {string[]} [files] modules that are only there to be loaded
 * @property {Record<string, string>} [write] files to write first
 * @property {string[][]} [before] programs to run first
 * @property {string[][]} [after] programs to run then
 * @property {number} [groupBytes] memory.max of its group
 * @property {boolean} [walled] where no block of order 4 or more is to be had
 * @property {Expected} expect
 */

const every = ['5.10', '6.1', '6.12', '7.3'];
const limited = { '/proc/sys/net/core/bpf_jit_limit': '16384' };
const unlimited = [['/bin/sh', '-c', 'echo 264241152 > /proc/sys/net/core/bpf_jit_limit']];

/** Behind the wall the kernel has free pages, and no block. */
const fragmented = (check, order) => ({ from: 'kernel', check, cause: 'fragmentation', order });

/** @type {FailureJob[]} */
const usual = [
  {
    id: 'huge pages at boot',
    on: every,
    // In the log since the machine's start; see the parameters of the guest.
    do: null,
    expect: { from: 'program', check: 'hugepage' },
  },
  {
    id: 'seccomp beyond net.core.bpf_jit_limit',
    // The others interpret what the limit keeps from being compiled.
    on: ['6.1'],
    write: limited,
    do: ['seccomp', '500', '50', '65534'],
    after: unlimited,
    expect: { from: 'program', check: 'seccomp' },
  },
  {
    id: 'a BPF program beyond net.core.bpf_jit_limit',
    on: ['6.1'],
    write: { ...limited, '/proc/sys/kernel/unprivileged_bpf_disabled': '0' },
    do: ['bpf', '2000', '200', '65534'],
    after: unlimited,
    expect: { from: 'program', check: 'bpf-program' },
  },
  {
    id: 'fork under vm.overcommit_memory=2',
    on: every,
    do: ['fork-promised', '64'],
    expect: { from: 'program', check: 'fork' },
  },
  {
    id: 'objects of slabs in a group at memory.max',
    on: every,
    groupBytes: 2 << 20,
    do: ['pipes', '4000'],
    expect: { from: 'kernel', check: null, cause: 'cgroup-limit', caller: /pipe/ },
  },
  {
    id: 'a table of iptables in a group at memory.max',
    on: every,
    groupBytes: 2 << 20,
    modules: ['x_tables', 'ip_tables', 'iptable_filter'],
    do: ['replace', `${8 << 20}`],
    expect: { from: 'kernel', check: null, cause: 'cgroup-limit', caller: /ipt/ },
  },
  {
    id: 'a hash table of conntrack larger than the memory',
    on: every,
    modules: ['nf_defrag_ipv4', 'nf_defrag_ipv6', 'libcrc32c'],
    files: ['nf_conntrack'],
    do: ['load', '/lab/modules/nf_conntrack.ko', 'hashsize=200000000'],
    expect: { from: 'kernel', check: '--size', cause: 'too-large', caller: /^nf_ct/ },
  },
  {
    id: 'a veth pair with 128 receive queues',
    // Later ones take single pages (the fix came with 6.1.81 and 5.15.151); 5.10 has one queue unless more are asked for.
    on: ['5.10'],
    modules: ['veth'],
    walled: true,
    do: [
      'run',
      '/bin/ip',
      'link',
      'add',
      'lab0',
      'numrxqueues',
      '128',
      'type',
      'veth',
      'peer',
      'name',
      'lab1',
    ],
    after: [['/bin/ip', 'link', 'del', 'lab0']],
    expect: fragmented('veth', 5),
  },
  {
    id: 'rings of io_uring',
    on: ['5.10', '7.3'],
    walled: true,
    do: ['io-uring', '4096'],
    // Asked for with __GFP_NOWARN.
    expect: { from: 'program', check: 'io-uring' },
  },
  {
    id: 'a packet of vsock',
    // Where a packet is a socket buffer (6.1.192 and later here) nothing is reported: it is asked for with __GFP_NOWARN.
    on: ['5.10'],
    modules: ['vsock', 'vmw_vsock_virtio_transport_common', 'vsock_loopback'],
    walled: true,
    do: ['vsock', '262144'],
    expect: fragmented('vsock'),
  },
  {
    id: 'the interrupts of an NVMe disk',
    // With so many possible CPUs a table of their masks is the first block that its driver asks for.
    on: ['5.10'],
    walled: true,
    before: [['/bin/sh', '-c', 'echo NVME > /sys/bus/pci/drivers/nvme/unbind; true']],
    do: ['rebind', 'nvme', 'NVME'],
    expect: { ...fragmented('--order', 5), caller: /^irq_create_affinity_masks/ },
  },
];

/** @type {FailureJob[]} */
const ninth = [
  {
    id: 'a message of 9p',
    on: ['5.10', '6.1', '6.12'],
    modules: ['9pnet', '9pnet_fd', '9p'],
    walled: true,
    do: ['9p-fd', '262144'],
    expect: fragmented('9p'),
  },
];

const guest = (name, more) => ({
  name,
  wall: 4,
  flavour: usualFlavour,
  everyday: false,
  machine: {
    memory: 1024,
    processor: 'phenom',
    possibleProcessors: 80,
    parameters: ['hugepagesz=1G', 'hugepages=1'],
  },
  ...more,
});

/** One guest each; the cloud kernels have no 9p. */
export const plans = [
  guest('usual', { everyday: true, jobs: usual }),
  guest('9p', { flavour: 'amd64', jobs: ninth }),
];
