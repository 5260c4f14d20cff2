import { nearest } from '../../text/nearest.ts';

/** What people call a workload, or what they run that makes it. */
const otherNames: Readonly<Record<string, string>> = {
  docker: 'container',
  containerd: 'container',
  podman: 'container',
  runc: 'container',
  pod: 'container',
  kubernetes: 'container',
  concourse: 'container',
  nftables: 'nft',
  'iptables-restore': 'iptables',
  'iptables-save': 'iptables',
  'nf-conntrack': 'conntrack',
  nf_conntrack: 'conntrack',
  namespace: 'netns',
  'network-namespace': 'netns',
  unshare: 'netns',
  bridge: 'veth',
  io_uring: 'io-uring',
  iouring: 'io-uring',
  liburing: 'io-uring',
  vm: 'kvm',
  qemu: 'kvm',
  firecracker: 'kvm',
  libvirt: 'kvm',
  hugetlb: 'hugepages',
  dpdk: 'hugepages',
  thp: 'hugepage',
  bpf: 'bpf-program',
  ebpf: 'bpf-program',
  thread: 'kernel-stack',
  clone: 'fork',
  exec: 'fork',
  hyperv: 'vmbus',
  'hyper-v': 'vmbus',
  wsl: 'vmbus',
  '9pfs': '9p',
  virtio: '9p',
  nic: 'nic-up',
  ethtool: 'nic-up',
  jumbo: 'jumbo-frame',
  mtu: 'jumbo-frame',
};

/** ` (did you mean x?)` for a name that is none; nothing where none comes to mind. */
export function meantWorkload(name: string, names: readonly string[]): string {
  return nearest(name, names, '', otherNames);
}
