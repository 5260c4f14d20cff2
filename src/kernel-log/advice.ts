import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from './report.ts';

/** What helps against a cause, most useful first. */
export function adviceFor(report: Report, asked: FailedRequest, cause: FailureCause): string[] {
  // It is not the refusal that its line looks like.
  if (report.header.pageOrder > 0) return ['nothing, unless another failure follows'];
  const advice = byCause(cause, asked);
  if (
    report.frames.some(({ symbol }) =>
      /^memcg_(?:register_cache|alloc_cache_params|update_cache_size|update_all_caches)/.test(symbol),
    )
  ) {
    advice.unshift(
      'the block is an array over all memory cgroup ids with kernel memory accounting: leaked cgroups make it grow; boot with cgroup.memory=nokmem or reboot the host',
    );
  }
  if (cause === 'unknown' && report.memory.empty) {
    advice.push('look in dmesg on that machine for the whole report, with Mem-Info and its zones');
  }
  return advice;
}

function byCause(cause: FailureCause, { order }: FailedRequest): string[] {
  switch (cause) {
    case 'fragmentation':
      return [
        'compact memory before the step (check --compact), or free cache first and then compact',
        'reserve more with vm.min_free_kbytes, or boot the machine fresher',
      ];
    case 'watermark':
      return ['free page cache or stop other work before the step', 'give the machine more memory'];
    case 'reserve':
      return [
        'the free pages lie in a lower zone and are held back by vm.lowmem_reserve_ratio: free memory in the upper zones',
      ];
    case 'withheld-blocks':
      return [
        'the free blocks are CMA or highatomic, which this request may not use: compact the other lists, or make the CMA area smaller (cma=)',
      ];
    case 'no-retry':
      return [
        'run a kernel whose caller retries, or keep more pages free: raise vm.min_free_kbytes, drop clean cache before the step',
      ];
    case 'atomic':
      return order === 0 || order === null
        ? ['raise vm.min_free_kbytes: atomic callers live from that reserve']
        : [
            'usually a network driver that drops the packet and goes on; raise vm.min_free_kbytes, or lower the MTU or ring size that needs the block',
          ];
    case 'out-of-memory':
      return ['give the machine more memory or swap, or run less beside the step'];
    case 'cgroup-limit':
      return ['raise the limit of the cgroup (memory.max, or memory.kmem.limit_in_bytes before 5.16)'];
    case 'cgroup-ids':
      return [
        'look at /proc/cgroups (num_cgroups of memory): remove dead cgroups, drop caches, or reboot the host',
      ];
    case 'address-space':
      return [
        'look at /proc/vmallocinfo and VmallocUsed: what leaks or fills it; on 32 bits vmalloc=SIZE on the kernel command line gives more',
        'for module or BPF space also net.core.bpf_jit_limit',
      ];
    case 'too-large':
      return ['ask for less: no state of this machine can serve it'];
    case 'percpu':
      return [
        'reduce what grows with each CPU (cgroups, network namespaces, iptables rules), or boot with nr_cpus= the CPUs really there',
      ];
    case 'unknown':
      return [];
  }
}
