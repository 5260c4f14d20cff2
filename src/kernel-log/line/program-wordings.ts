const enomem = '.{0,200}: cannot allocate memory';

/**
 * ENOTSUPP, which the C library has no words for and the kernel gives for want of room for a program's machine code: runc
 * and Go, the C library, Python, libbpf.
 */
const enotsupp = String.raw`\b(?:errno[ :=]{1,3}|unknown error \(?-?|error[ :=]{1,3}-|(?:load|failed): -)524\b`;

/** A wording of a program. */
interface Wording {
  pattern: RegExp;
  /** what it means, in our words */
  says: string;
  /** the reason, if the words alone tell it */
  why?: string;
  /** what guards the step; null if no reading of memory can, or if it could be any step */
  workload: string | null;
}

/** What programs print when memory runs out, the more telling wordings first. */
export const wordings: readonly Wording[] = [
  {
    pattern: /pair interfaces: cannot allocate memory/i,
    says: "a container's pair of veth interfaces could not be created",
    workload: 'veth',
  },
  {
    pattern: new RegExp(`failed to create endpoint\\b${enomem}`, 'i'),
    says: "a container's network could not be created",
    workload: 'container',
  },
  {
    pattern: /\bip6tables\S*(?: v[\d.]+)?\b.{0,80}: Memory allocation problem/,
    says: 'ip6tables could not replace a table',
    workload: 'ip6tables',
  },
  {
    pattern: /\biptables\S*(?: v[\d.]+)?\b.{0,80}: Memory allocation problem/,
    says: 'iptables could not replace a table',
    workload: 'iptables',
  },
  {
    pattern: /\bip6tables\S{0,20}-restore: line \w{1,9} failed/,
    says: 'ip6tables-restore failed: at a COMMIT line, often because the kernel had no memory for the table',
    workload: 'ip6tables',
  },
  {
    pattern: /\biptables\S{0,20}-restore: line \w{1,9} failed/,
    says: 'iptables-restore failed: at a COMMIT line, often because the kernel had no memory for the table',
    workload: 'iptables',
  },
  {
    pattern: new RegExp(`\\bip6?tables\\S{0,40} .{0,40}\\(nf_tables\\)${enomem}`, 'i'),
    says: 'iptables could not change its nf_tables rules',
    workload: 'iptables-nft',
  },
  {
    pattern: /\bip6?tables\S{0,40} .{0,40}\(nf_tables\).{0,80} failed \(cannot allocate memory\)/i,
    says: 'iptables could not change its nf_tables rules',
    workload: 'iptables-nft',
  },
  {
    pattern: /could not process rule: cannot allocate memory/i,
    says: 'nft could not change its rules',
    workload: 'nft',
  },
  {
    pattern: new RegExp(`\\bipset\\b${enomem}`, 'i'),
    says: 'ipset could not change a set',
    workload: 'ipset',
  },
  {
    pattern: /could not insert '?nf_conntrack'?: cannot allocate memory/i,
    says: 'the module nf_conntrack could not be loaded',
    workload: 'conntrack',
  },
  {
    pattern: /\bnf_conntrack: falling back to vmalloc\./,
    says: 'the hash table of nf_conntrack was built from single pages',
    why: 'no free block was large enough, and the kernel managed without one: harmless',
    workload: null,
  },
  {
    pattern: /could not insert '?[\w-]{1,60}'?: cannot allocate memory/i,
    says: 'a module could not be loaded',
    why: 'often the module address space, not memory; the kernel log (dmesg) has the reason',
    workload: null,
  },
  {
    pattern: /KVM_CREATE_VM\b.{0,80}Cannot allocate memory/i,
    says: 'a virtual machine could not be created',
    workload: 'kvm',
  },
  {
    pattern: /\bio_uring_(?:setup|queue_init)\b.{0,80}: cannot allocate memory/i,
    says: 'the rings of io_uring could not be created',
    workload: 'io-uring',
  },
  {
    pattern: new RegExp(`\\bunshare\\b${enomem}`, 'i'),
    says: 'a namespace could not be created',
    workload: 'netns',
  },
  {
    pattern: /\bv?fork(?:\/exec \S{1,400})?(?:\(\))?(?: failed)?: cannot allocate memory/i,
    says: 'a process could not be created',
    workload: 'fork',
  },
  {
    pattern: /\bcannot fork\(\).{0,200}: cannot allocate memory|cannot allocate memory - fork\(2\)/i,
    says: 'a process could not be created',
    workload: 'fork',
  },
  {
    pattern: /\b__vm_enough_memory: pid: \d{1,10}, comm: .{1,16}, .{0,40}not? enough memory/,
    says: 'a process asked for more address space than the kernel promises',
    why: 'CommitLimit (vm.overcommit_memory), not free memory',
    workload: 'fork',
  },
  {
    pattern: /\bcma_alloc: .{0,60}alloc failed, req-size: \d{1,9} pages, ret: -12/,
    says: 'an area of contiguous memory (CMA) had no room',
    why: 'the CMA area is full or cannot be cleared: cma= makes it larger; not the free lists',
    workload: null,
  },
  {
    pattern: /\bUnable to create nf_conn slab cache/,
    says: 'nf_conntrack could not make its cache for a network namespace',
    why: 'an array with a slot for each memory cgroup grew too large for a free block: cgroup.memory=nokmem, or a newer kernel',
    workload: 'container',
  },
  {
    pattern:
      /\bHugeTLB: allocating \d{1,9} of page size .{1,20} failed\. {1,3}Only allocated \d{1,9} hugepages/,
    says: 'the pool of huge pages could not be filled',
    workload: 'hugepage',
  },
  {
    pattern: /\bpossible memory allocation deadlock/,
    says: 'a file system waits for memory that it cannot get',
    why: 'XFS or ZFS asks for a large block and tries for ever: the kernel log (dmesg) has the size',
    workload: null,
  },
  {
    pattern:
      /\bEAL: (?:No free \d{1,9} kB hugepages|Not enough memory available|Cannot get hugepage information)/,
    says: 'DPDK found too few huge pages',
    workload: 'hugepages',
  },
  {
    pattern: /\b0x8007(?:2747|274c)\b/i,
    says: 'Windows got no answer from its WSL machine',
    why: '0x80072747 is WSAENOBUFS, 0x8007274c a time-out: the log of that machine (wsl dmesg) shows whether its kernel had no block for the ring of a vmbus channel',
    workload: 'vmbus',
  },
  {
    pattern:
      /\b(?:error creating|failed to create|cannot create|could not create) (?:the )?(?:VM|KVM|microVM|virtual machine)\b.{0,200}(?:os error 12|cannot allocate memory)/i,
    says: 'a virtual machine could not be created',
    workload: 'kvm',
  },
  {
    pattern: /\bupdate map \S{1,100}: (?:update: )?cannot allocate memory/i,
    says: 'a BPF map could not take an element',
    why: 'elements are asked for without waiting, in the cgroup that made the map: look at its memory.max first',
    workload: null,
  },
  {
    pattern: /failed to create new OS thread \(have \w{1,9} already; errno=12\)/,
    says: 'a thread could not be created',
    workload: 'kernel-stack',
  },
  {
    pattern: /failed to create new OS thread \(have \w{1,9} already; errno=11\)/,
    says: 'a thread could not be created',
    why: 'a limit (pids.max, RLIMIT_NPROC, kernel.threads-max), not memory',
    workload: null,
  },
  {
    pattern: /RTNETLINK answers: cannot allocate memory/i,
    says: 'the kernel refused a change of links, addresses or routes; for a veth pair, use check --for veth',
    workload: null,
  },
  {
    pattern: /unable to allocate memory for the (?:receive|transmit) descriptor ring/i,
    says: 'a network driver could not make its rings',
    workload: 'nic-up',
  },
  {
    pattern: /set device ring parameters: cannot allocate memory/i,
    says: 'ethtool could not change the rings of a network device',
    workload: 'nic-up',
  },
  {
    pattern: /\bmount: .{0,200}cannot allocate memory/i,
    says: 'a file system could not be mounted; for a 9p mount there is check --for 9p',
    workload: null,
  },
  {
    pattern: /\breading directory.{0,200}: cannot allocate memory/i,
    says: 'a directory could not be read; on a 9p mount there is check --for 9p',
    workload: null,
  },
  {
    pattern: /\bsend(?:to|msg)?(?: failed)?: cannot allocate memory/i,
    says: 'a message could not be sent; over vsock there is check --for vsock',
    workload: null,
  },
  {
    pattern: new RegExp(`seccomp\\b.{0,120}${enotsupp}`, 'i'),
    says: 'a seccomp filter could not be loaded',
    why: 'net.core.bpf_jit_limit is reached, or the machine code found no room in the module space: not memory',
    workload: 'seccomp',
  },
  {
    pattern: new RegExp(`\\b(?:lib)?(?:bpf|ebpf|program|prog)\\b.{0,200}${enotsupp}`, 'i'),
    says: 'a BPF program could not be loaded',
    why: 'net.core.bpf_jit_limit is reached, or the machine code found no room in the module space: not memory',
    workload: 'bpf-program',
  },
  {
    pattern: /failed to create map: cannot allocate memory/i,
    says: 'a BPF map could not be made',
    workload: 'bpf-map',
  },
  {
    pattern: /loading seccomp filter.{0,80}cannot allocate memory/i,
    says: 'a seccomp filter could not be loaded',
    why: 'often the BPF or module address space, not memory; the kernel log (dmesg) has the reason',
    workload: null,
  },
];
