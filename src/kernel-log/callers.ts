import type { Header } from './header.ts';
import type { Report } from './report.ts';
import type { Frame } from './statement.ts';

/** The allocator's own functions, and the printing of the report: what comes after them asked. */
const plumbing =
  /^_*(?:dump_|show_|unwind_|warn_alloc|alloc_|__get_free|get_zeroed|kmalloc|krealloc|kzalloc|kvmalloc|kmem_|cache_alloc|vmalloc|vzalloc|vmap|execmem|new_slab|allocate_slab|refill_objects|slab_|pcs_|get_order|kcalloc|pcpu_|oom_|out_of_memory|page_frag|folio_alloc|vma_alloc|rtn|do_kmalloc)/;

/** How many callers an answer names. */
const mostCallers = 5;

/** The functions that asked, innermost first: `veth_alloc_queues [veth]`. */
export function callersOf(frames: readonly Frame[]): string[] {
  const start = frames.findIndex(({ symbol }) => !plumbing.test(symbol));
  if (start === -1) return [];
  return frames
    .slice(start, start + mostCallers)
    .map(({ symbol, module }) => (module === null ? symbol : `${symbol} [${module}]`));
}

/** Frames that only one named workload has, and that workload. */
const frameWorkloads: readonly (readonly [RegExp, string])[] = [
  [/^veth_(?:alloc_queues|dev_init|newlink)\b/, 'veth'],
  [/^do_ip6t_(?:set|get)_ctl\b/, 'ip6tables'],
  [/^do_ipt_(?:set|get)_ctl\b/, 'iptables'],
  [/^kvm_(?:create_vm|dev_ioctl|vm_ioctl_create_vcpu|arch_vcpu_create)\b/, 'kvm'],
  [/^nvme_(?:alloc_ns|alloc_ns_head|init_ns_head)\b/, 'nvme'],
  [/^io_(?:uring_create|uring_setup|allocate_scq_urings)\b/, 'io-uring'],
];

const commWorkloads: readonly (readonly [RegExp, string])[] = [
  [/^ip6tables/, 'ip6tables'],
  [/^(?:x?iptables|iptables-)/, 'iptables'],
];

/** The named workload that a report's trace, cache or command shows; null where none is certain. */
export function workloadOf({
  header,
  frames,
  cache,
}: Pick<Report, 'frames' | 'cache'> & { header: Header }): string | null {
  for (const { symbol } of frames) {
    const found = frameWorkloads.find(([pattern]) => pattern.test(symbol));
    if (found) return found[1];
  }
  if (cache?.name === 'kvm_vcpu') return 'kvm';
  if (header.kind !== 'vmalloc') return null;
  return commWorkloads.find(([pattern]) => pattern.test(header.comm ?? ''))?.[1] ?? null;
}
