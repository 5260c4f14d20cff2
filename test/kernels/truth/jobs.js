// What is done in a guest, and where in the kernel to look for what it asks for. One job is one run of one workload.

import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @typedef {object} Look
 * @property {RegExp} need what the catalogue says that the memory is for
 * @property {RegExp} at a function among the callers
 * @property {string[]} [kinds] of events that count; all
 * @property {number} [pick] the largest of the requests that were seen; or the one after so many larger ones
 * @property {boolean} [charged] it has no __GFP_ACCOUNT, but is charged to the group apart
 * @property {RegExp} [direct] the three innermost callers, where others below `at` are not meant
 * @property {boolean} [isOptional] the catalogue has this need on some kernels only
 * @property {boolean} [isRounded] the kernel rounds the bytes up to the block before it asks
 * @property {boolean} [orderOnly] neither bytes nor flags are compared: it is made of several allocations
 * @property {boolean} [estimate] the size is the user's to say
 * @property {number} [short] bytes that it may be smaller than the largest of its kind
 * @property {number} [head] bytes that the kernel adds to what was asked for, at most
 * @property {boolean} [whole] the pages of the whole step are compared too
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string[]} workload its name in the catalogue; the first that there is
 * @property {string[]} options of `check`
 * @property {string[]} do arguments of guest/ask.c
 * @property {string[]} [modules] to load first
 * @property {Record<string, string>} [write] files to write first
 * @property {string[][]} [before] programs to run first
 * @property {string[][]} [then] programs to run between the check and what is done
 * @property {string[][]} [after]
 * @property {number} [smallest] bytes; objects smaller than that are not looked at (256)
 * @property {boolean} [open] not to be done where blocks are wanting
 * @property {Look[]} looks
 */

const ask = '/lab/ask';

const veth = {
  id: 'veth',
  workload: ['veth'],
  options: [],
  modules: ['veth'],
  do: ['run', '/bin/ip', 'link', 'add', 'lab0', 'type', 'veth', 'peer', 'name', 'lab1'],
  after: [['/bin/ip', 'link', 'del', 'lab0']],
  looks: [{ need: /receive queues/, at: /^veth_(?:alloc_queues|dev_init)/ }],
};

const netns = {
  id: 'netns',
  workload: ['netns'],
  options: [],
  do: ['netns'],
  looks: [
    { need: /struct net/, at: /^copy_net_ns/, kinds: ['object'] },
    { need: /reserved ports/, at: /sysctl/, kinds: ['kmalloc'] },
  ],
};

const fork = {
  id: 'fork',
  workload: ['fork', 'kernel-stack'],
  options: [],
  do: ['fork'],
  looks: [{ need: /stack/, at: /^copy_process|^alloc_thread_stack_node/, kinds: ['vmalloc'], charged: true }],
};

const conntrack = (id, options, parameters) => ({
  id,
  workload: ['conntrack'],
  options,
  modules: ['nf_defrag_ipv4', 'nf_defrag_ipv6', 'libcrc32c'],
  files: ['nf_conntrack'],
  do: ['load', '/lab/modules/nf_conntrack.ko', parameters],
  after: [[ask, 'unload', 'nf_conntrack']],
  looks: [{ need: /hash table/, at: /^nf_ct_alloc_hashtable|^nf_conntrack_init_start/ }],
});

const ring = (entries) => ({
  id: `io-uring ${entries}`,
  workload: ['io-uring'],
  options: ['--count', `${entries}`],
  do: ['io-uring', `${entries}`],
  looks: [
    { need: /submission entries/, at: /io_uring_setup/, kinds: ['pages'], pick: 0 },
    { need: /rings/, at: /io_uring_setup/, kinds: ['pages'], pick: 1 },
  ],
});

const hugepages = (kibibytes, count) => ({
  id: `hugepage ${kibibytes / 1024}M`,
  workload: ['hugepage'],
  options: ['--size', `${kibibytes / 1024}M`, '--count', `${count}`],
  do: ['huge', `${kibibytes}`, `${count}`],
  after: [[ask, 'huge', `${kibibytes}`, '0']],
  looks: [{ need: /huge page/, at: /set_max_huge_pages|nr_hugepages_store/, kinds: ['pages', 'contig'] }],
});

/** What `--trial` asks the kernel with, and guest/attempt.c. */
const pipeRing = {
  id: 'a pipe ring of order 5',
  workload: [],
  options: ['--order', '5', '--gfp', 'GFP_KERNEL_ACCOUNT'],
  do: ['pipe', `${2 ** (5 + 6)}`],
  looks: [{ need: /block/, at: /^pipe_(?:resize_ring|set_size|fcntl)/, orderOnly: true }],
};

const seccomp = {
  id: 'seccomp',
  workload: ['seccomp'],
  options: [],
  do: ['seccomp', '500', '1', '65534'],
  looks: [{ need: /^a seccomp filter$/, at: /^bpf_prog_(?:re)?alloc/, kinds: ['vmalloc'], estimate: true }],
};

const bpf = {
  id: 'bpf-program',
  workload: ['bpf-program'],
  options: ['--size', '16384'],
  do: ['bpf', '2000', '1', '0'],
  looks: [{ need: /^a BPF program$/, at: /^bpf_prog_(?:re)?alloc/, kinds: ['vmalloc'], estimate: true }],
};

const bpfMap = {
  id: 'bpf-map',
  workload: ['bpf-map'],
  options: ['--size', '524288'],
  do: ['bpf-map', '65536'],
  looks: [{ need: /entries/, at: /^array_map_alloc/, kinds: ['vmalloc'], head: 512 }],
};

const kvm = {
  id: 'kvm',
  workload: ['kvm'],
  options: [],
  // ccp: kvm-amd needs it from 5.18 on, and its symbols before.
  modules: ['ccp', 'kvm-amd'],
  do: ['kvm', '1'],
  looks: [
    {
      need: /struct kvm/,
      at: /^kvm_dev_ioctl|^kvm_create_vm|^kvm_arch_alloc_vm/,
      kinds: ['vmalloc', 'kvmalloc', 'pages', 'kmalloc'],
      // Not the hash table that hangs on it.
      direct: /alloc\S* (?:\S+ )?(?:kvm_dev_ioctl|kvm_arch_alloc_vm|kvm_create_vm)/,
      // struct kvm_svm and struct kvm_vmx begin with it.
      head: 1024,
    },
    { need: /vCPU/, at: /create_vcpu|kvm_vm_ioctl/, kinds: ['object'] },
  ],
};

const nvme = {
  id: 'nvme',
  workload: ['nvme'],
  options: [],
  do: ['rebind', 'nvme', 'NVME'],
  // It stays bound to its driver only where there is memory for all of it.
  open: true,
  smallest: 512,
  looks: [
    {
      need: /head/,
      at: /^nvme_(?:alloc_ns_head|init_ns_head|alloc_ns|init_ns|scan_ns)/,
      // Its size is a sum, a pointer for each possible node behind it, and nothing stands between.
      head: 64,
      direct:
        /^(?:__kmalloc(?:_noprof)?|kmalloc_order_trace|kmalloc_order) (?:kmalloc_order_trace |__kmalloc |__kmalloc_noprof )?nvme_/,
    },
  ],
};

const vsock = {
  id: 'vsock',
  workload: ['vsock'],
  options: [],
  modules: ['vsock', 'vmw_vsock_virtio_transport_common', 'vsock_loopback'],
  do: ['vsock', '262144'],
  looks: [
    { need: /^the packet of one write$/, at: /^virtio_transport/, isRounded: true, isOptional: true },
    { need: /^the pages of a packet$/, at: /^virtio_transport/, orderOnly: true, isOptional: true },
  ],
};

const rules = 400;
const tables = [
  'x_tables',
  'ip_tables',
  'iptable_filter',
  'xt_tcpudp',
  'xt_comment',
  'ip6_tables',
  'ip6table_filter',
];
const legacy = (family, program) => ({
  id: program,
  workload: [`${family}-legacy`, family],
  options: ['--rules-file', '/lab/rules.txt'],
  modules: tables,
  do: ['run', `/bin/${program}-restore`, '/lab/rules.txt'],
  after: [[`/bin/${program}`, '-F', 'LAB']],
  looks: [{ need: /table/, at: /^xt_alloc_table_info/, whole: true }],
});

const batch = (id, workload, program) => ({
  id,
  workload: [workload],
  options: ['--rules', `${rules}`],
  modules: [...tables, 'nf_tables', 'nft_compat', 'nft_counter'],
  do: ['run', ...program],
  // Rules are of all kinds: what is told is for plain ones.
  looks: [{ need: /batch/, at: /^netlink_sendmsg/, whole: true, estimate: true }],
});

const ipset = {
  id: 'ipset',
  workload: ['ipset'],
  options: ['--count', '4000'],
  modules: ['nfnetlink', 'ip_set', 'ip_set_hash_ip'],
  after: [['/bin/ipset', 'destroy', 'lab']],
  do: ['run', '/bin/ipset', 'restore', '-file', '/lab/set.txt'],
  looks: [
    {
      need: /hash table/,
      at: /^hash_ip4?_resize|^hash_ip_create|^mtype_resize/,
      kinds: ['vmalloc', 'kvmalloc'],
    },
  ],
};

/** @type {Job[]} */
const usual = [
  netns,
  veth,
  fork,
  conntrack('conntrack', [], ''),
  conntrack('conntrack 32768', ['--count', '32768'], 'hashsize=32768'),
  ring(256),
  ring(4096),
  hugepages(2048, 4),
  pipeRing,
  seccomp,
  bpf,
  bpfMap,
  kvm,
  nvme,
  vsock,
  legacy('iptables', 'iptables-legacy'),
  legacy('ip6tables', 'ip6tables-legacy'),
  batch('iptables-nft', 'iptables-nft', ['/bin/iptables-nft-restore', '/lab/rules.txt']),
  batch('nft', 'nft', ['/bin/nft', '-f', '/lab/nft.txt']),
  ipset,
];

const ninth = (transport, msize) => ({
  id: `9p ${transport}${msize ? ` msize=${msize}` : ''}`,
  workload: ['9p'],
  options: msize ? ['--size', `${msize}`] : [],
  modules: ['virtio_pci', '9pnet', '9pnet_fd', '9pnet_virtio', '9p'],
  do: [...(transport === 'virtio' ? ['9p', 'lab'] : ['9p-fd']), ...(msize ? [`${msize}`] : [])],
  looks: [
    {
      need: /message/,
      at: /^p9_fcall_init|^p9_tag_alloc/,
      kinds: ['object', 'kmalloc', 'kvmalloc'],
      // The answer to a read, the largest here, has no offset as the request of a write has.
      short: 13,
    },
  ],
});

/** The kernel's default, and what WSL and others say. */
const msizes = [undefined, 65536, 262144];

const nicUp = {
  id: 'nic-up e1000e',
  workload: ['nic-up'],
  options: [],
  modules: ['e1000e'],
  before: [
    ['/bin/ip', 'addr', 'add', '10.0.2.15/24', 'dev', 'eth0'],
    ['/bin/ip', 'link', 'set', 'eth0', 'up'],
    ['/bin/ip', 'route', 'add', 'default', 'via', '10.0.2.2'],
  ],
  then: [['/bin/ip', 'link', 'set', 'eth0', 'down']],
  do: ['run', '/bin/ip', 'link', 'set', 'eth0', 'up'],
  after: [['/bin/ip', 'link', 'set', 'eth0', 'down']],
  open: true,
  looks: [
    { need: /transmit|tx/i, at: /^e1000e_setup_tx_resources/, kinds: ['pages'], isRounded: true },
    { need: /receive|rx/i, at: /^e1000e_setup_rx_resources/, kinds: ['pages'], isRounded: true },
  ],
};

const limited = {
  '/proc/sys/net/core/bpf_jit_limit': '16384',
  '/proc/sys/kernel/unprivileged_bpf_disabled': '0',
};
const beyond = (id, workload, arguments_) => ({
  id,
  workload: [workload],
  options: [],
  write: limited,
  do: arguments_,
  open: true,
  looks: [],
});

/**
 * @typedef {object} Plan one guest
 * @property {string} name
 * @property {object} machine as boot() takes it
 * @property {number | null} wall the order of which no block is left for a second round; null for none
 * @property {'cloud-amd64' | 'amd64'} flavour
 * @property {boolean} everyday
 * @property {Job[]} jobs
 */

/** That of the other parts too: small and quick to boot. */
export const usualFlavour = 'cloud-amd64';

const small = { memory: 1024, processor: 'phenom' };
const guest = (name, more) => ({
  name,
  wall: null,
  flavour: usualFlavour,
  everyday: false,
  ...more,
  machine: { ...small, possibleProcessors: 80, ...more.machine },
});

/** @type {Plan[]} */
export const plans = [
  guest('usual', { wall: 4, everyday: true, jobs: usual }),
  guest('cgroup.memory=nokmem', {
    machine: { parameters: ['cgroup.memory=nokmem'] },
    wall: 4,
    jobs: [ring(4096)],
  }),
  ...[42, 160].map((possibleProcessors) =>
    guest(`${possibleProcessors} possible CPUs`, { machine: { possibleProcessors }, jobs: [netns, veth] }),
  ),
  guest('bpf_jit_limit', {
    machine: { possibleProcessors: 1 },
    jobs: [
      beyond('seccomp beyond the limit', 'seccomp', ['seccomp', '500', '50', '65534']),
      beyond('bpf-program beyond the limit', 'bpf-program', ['bpf', '2000', '200', '65534']),
    ],
  }),
  guest('9p', {
    machine: {
      possibleProcessors: 1,
      devices: [
        '-fsdev',
        `local,id=shared,path=${here},security_model=none,readonly=on`,
        '-device',
        'virtio-9p-pci,fsdev=shared,mount_tag=lab',
      ],
    },
    flavour: 'amd64',
    wall: 4,
    jobs: msizes.map((msize) => ninth('virtio', msize)),
  }),
  guest('9p over a socket', {
    machine: {
      possibleProcessors: 1,
      devices: ['-netdev', 'user,id=net,restrict=on', '-device', 'e1000e,netdev=net'],
    },
    flavour: 'amd64',
    wall: 4,
    jobs: [...msizes.map((msize) => ninth('fd', msize)), nicUp],
  }),
  guest('gigantic', { machine: { memory: 4096, possibleProcessors: 1 }, jobs: [hugepages(1 << 20, 1)] }),
];

/** What the programs are fed with, by the name in /lab. */
export function inputs() {
  const each = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join('\n');
  const port = (index) => 1000 + (index % 60_000);
  return {
    'rules.txt': `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:LAB - [0:0]
${each(rules, (index) => `-A LAB -p tcp -m tcp --dport ${port(index)} -m comment --comment "rule ${index}" -j ACCEPT`)}
COMMIT
`,
    'nft.txt': `table ip lab {
  chain in {
${each(rules, (index) => `    tcp dport ${port(index)} counter accept`)}
  }
}
`,
    'set.txt': `create lab hash:ip family inet maxelem 65536
${each(4000, (index) => `add lab 10.1.${index >> 8}.${index & 255}`)}
`,
  };
}
