import type { FaultName } from '../../kernel/faults/fault-status.ts';
import type { Header } from '../line/header.ts';
import type { Report } from '../report/report.ts';
import type { Frame } from '../line/statement.ts';

/** The allocator's own functions and those that print the report; the caller comes after them. */
const plumbing =
  /^_*(?:dump_|show_|unwind_|warn_alloc|alloc_|__get_free|get_zeroed|kmalloc|krealloc|kzalloc|kvmalloc|kmem_|cache_alloc|vmalloc|vzalloc|vmap|execmem|new_slab|allocate_slab|refill_objects|slab_|pcs_|get_order|kcalloc|pcpu_|oom_|out_of_memory|mem_cgroup_(?:charge|oom|out_of_memory|try_charge)|memcg_(?:charge|kmem_charge|slab_)|try_charge|obj_cgroup_charge|charge_memcg|page_frag|folio_alloc|vma_alloc|rtn|do_kmalloc)/;

/** How many callers an answer names. */
const maxCallers = 5;

/** The functions that asked, innermost first: `veth_alloc_queues [veth]`. */
export function callersOf(frames: readonly Frame[]): string[] {
  const start = frames.findIndex(({ symbol }) => !plumbing.test(symbol));
  if (start === -1) return [];
  return frames
    .slice(start, start + maxCallers)
    .map(({ symbol, module }) => (module === null ? symbol : `${symbol} [${module}]`));
}

/** What a function in a call trace gives away: the named workload, and the kernel fault behind it. */
interface TellingFrame {
  frame: RegExp;
  workload: string | null;
  fault?: FaultName;
  /** only where it asked itself: it calls others that ask for other things */
  itself?: true;
}

/**
 * Functions that only one workload calls, as traces of the lab show them (test/kernels/truth.json); those of vmbus and
 * perf, which it cannot do, are from the kernel source. The x_tables fault comes with the need that matches the table's size.
 */
const tellingFrames: readonly TellingFrame[] = [
  { frame: /^veth_(?:alloc_queues|dev_init|newlink)\b/, workload: 'veth', fault: 'veth-queues' },
  { frame: /^do_ip6t_(?:set|get)_ctl\b/, workload: 'ip6tables' },
  { frame: /^do_ipt_(?:set|get)_ctl\b/, workload: 'iptables' },
  { frame: /^kvm_(?:create_vm|dev_ioctl)\b/, workload: 'kvm', fault: 'kvm-struct' },
  { frame: /^kvm_(?:vm_ioctl_create_vcpu|arch_vcpu_create)\b/, workload: 'kvm' },
  { frame: /^kvm_vm_ioctl\b/, workload: 'kvm', itself: true },
  {
    frame: /^nvme_(?:alloc_ns|alloc_ns_head|init_ns_head|validate_ns|scan_ns)\b/,
    workload: 'nvme',
    fault: 'nvme-head',
  },
  {
    frame: /^io_(?:uring_create|uring_setup|allocate_scq_urings)\b/,
    workload: 'io-uring',
    fault: 'io-uring-rings',
  },
  {
    frame: /^memcg_(?:register_cache|alloc_cache_params|update_cache_size|update_all_caches)/,
    workload: null,
    fault: 'memcg-cache-array',
  },
  { frame: /^virtio_transport_(?:alloc_pkt|alloc_skb|send_pkt_info)\b/, workload: 'vsock' },
  { frame: /^p9_(?:fcall_init|tag_alloc|client_prepare_req)\b/, workload: '9p' },
  { frame: /^(?:nf_ct_alloc_hashtable|nf_conntrack_hash_resize)\b/, workload: 'conntrack' },
  { frame: /^(?:ip_set_create|hash_\w{1,40}_(?:create|resize)|mtype_resize)\b/, workload: 'ipset' },
  { frame: /^(?:do_seccomp|seccomp_\w{1,40}|prctl_set_seccomp)\b/, workload: 'seccomp' },
  { frame: /^bpf_prog_load\b/, workload: 'bpf-program' },
  { frame: /^_*bpf_map_area_\w{0,20}alloc\b/, workload: 'bpf-map' },
  { frame: /^(?:alloc_pool_huge_(?:page|folio)|_*nr_hugepages_store\w{0,20})\b/, workload: 'hugepage' },
  { frame: /^(?:dup_task_struct|alloc_thread_(?:info|stack)(?:_node)?)\b/, workload: 'kernel-stack' },
  { frame: /^copy_process\b/, workload: 'kernel-stack', itself: true },
  { frame: /^copy_net_ns\b/, workload: 'netns' },
  { frame: /^\w{1,20}_setup_(?:all_)?[rt]x_resources\b/, workload: 'nic-up' },
  { frame: /^(?:vmbus_(?:alloc_ring|open)|hv_ringbuffer_init)\b/, workload: 'vmbus' },
  { frame: /^(?:rb_alloc|perf_mmap)\b/, workload: 'perf' },
];

const commWorkloads: readonly (readonly [RegExp, string])[] = [
  [/^nft$/, 'nft'],
  [/^ip6tables/, 'ip6tables'],
  [/^(?:x?iptables|iptables-)/, 'iptables'],
];

/** The fault that a report's trace points to, if its kernel has it; null if the trace points to none. */
export function faultNameOf({ frames }: Pick<Report, 'frames'>): FaultName | null {
  return tellingFrame(frames)?.fault ?? null;
}

/** The named workload that a report's trace, cache or command points to; null if none is certain. */
export function workloadOf({
  header,
  frames,
  cache,
}: Pick<Report, 'frames' | 'cache'> & { header: Header }): string | null {
  const told = tellingFrame(frames);
  if (told?.workload) return told.workload;
  if (cache?.name === 'kvm_vcpu') return 'kvm';
  if (header.kind !== 'vmalloc') return null;
  return commWorkloads.find(([pattern]) => pattern.test(header.comm ?? ''))?.[1] ?? null;
}

function tellingFrame(frames: readonly Frame[]): TellingFrame | undefined {
  const asker = frames.find(({ symbol }) => !plumbing.test(symbol));
  for (const frame of frames) {
    const found = tellingFrames.find(
      (telling) => telling.frame.test(frame.symbol) && (telling.itself !== true || frame === asker),
    );
    if (found) return found;
  }
  return undefined;
}
