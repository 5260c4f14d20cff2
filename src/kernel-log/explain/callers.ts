import type { FaultName } from '../../kernel/faults/fault-status.ts';
import type { Header } from '../line/header.ts';
import type { Report } from '../report/report.ts';
import type { Frame } from '../line/statement.ts';

/** The allocator's own functions and those that print the report; the caller comes after them. */
const plumbing =
  /^_*(?:dump_|show_|unwind_|warn_alloc|alloc_|__get_free|get_zeroed|kmalloc|krealloc|kzalloc|kvmalloc|kmem_|cache_alloc|vmalloc|vzalloc|vmap|execmem|new_slab|allocate_slab|refill_objects|slab_|pcs_|get_order|kcalloc|pcpu_|oom_|out_of_memory|page_frag|folio_alloc|vma_alloc|rtn|do_kmalloc)/;

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
  fault: FaultName | null;
}

/** Functions that only one workload calls. The x_tables fault comes with the need that matches the table's size. */
const tellingFrames: readonly TellingFrame[] = [
  { frame: /^veth_(?:alloc_queues|dev_init|newlink)\b/, workload: 'veth', fault: 'veth-queues' },
  { frame: /^do_ip6t_(?:set|get)_ctl\b/, workload: 'ip6tables', fault: null },
  { frame: /^do_ipt_(?:set|get)_ctl\b/, workload: 'iptables', fault: null },
  { frame: /^kvm_(?:create_vm|dev_ioctl)\b/, workload: 'kvm', fault: 'kvm-struct' },
  { frame: /^kvm_(?:vm_ioctl_create_vcpu|arch_vcpu_create)\b/, workload: 'kvm', fault: null },
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
];

const commWorkloads: readonly (readonly [RegExp, string])[] = [
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
  for (const { symbol } of frames) {
    const found = tellingFrames.find(({ frame }) => frame.test(symbol));
    if (found) return found;
  }
  return undefined;
}
