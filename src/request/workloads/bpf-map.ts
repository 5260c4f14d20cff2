import { formatBytes } from '../../text/units.ts';
import { atLeast } from '../../kernel/version.ts';
import { vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const assumedBytes = 4 * 2 ** 20;

export const bpfMap: Workload = {
  name: 'bpf-map',
  summary: 'creating a BPF map whose entries are made at once (arrays, preallocated hashes)',
  options: { size: 'of all entries; default 4 MiB', count: 'how many maps' },
  formula: ['the size of the map, in single pages'],
  failure: [
    'failed to create map: Cannot allocate memory (nothing in the kernel log)',
    'failed to create map: Operation not permitted (RLIMIT_MEMLOCK, before 5.11)',
  ],
  helps: [
    'memory at all, and room in the memory cgroup of the caller (5.11 and later)',
    'BPF_F_NO_PREALLOC, or fewer entries',
    'before 5.11, ulimit -l unlimited: maps count against RLIMIT_MEMLOCK, which says EPERM',
  ],
  source: ['kernel/bpf/syscall.c __bpf_map_area_alloc, of 6.1.192 and 6.12.117; f01a7dbe98ae (5.1)'],
  evidence: [
    {
      says: 'a map that is not small is mapped from single pages',
      how: 'source',
      where: 'kernel/bpf/syscall.c __bpf_map_area_alloc, of 6.1.192 and 6.12.117',
    },
  ],
  needs: (facts) => {
    const { kernel, options } = facts;
    const bytes = options.size ?? assumedBytes;
    const notes =
      options.size === undefined
        ? [`${formatBytes(assumedBytes)} of entries are assumed; --size sets it`]
        : [];
    const account = atLeast(kernel, 5, 11) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
    const common = {
      workload: 'bpf-map',
      what: 'the entries of a BPF map',
      bytes,
      from: options.size === undefined ? ('assumed' as const) : ('formula' as const),
      count: options.count ?? 1,
      notes,
    };
    if (atLeast(kernel, 5, 1)) {
      const gfp = [account, '__GFP_ZERO', '__GFP_NOWARN', '__GFP_RETRY_MAYFAIL'];
      return [vmallocNeed(facts, { ...common, gfp })];
    }
    const gfp = ['GFP_KERNEL', '__GFP_ZERO', '__GFP_NOWARN', '__GFP_NORETRY'];
    const unverified =
      '__GFP_NORETRY was read in 3.10.0-1160 and 4.14, and that 5.1 took it out in the commit of that version';
    return [vmallocNeed(facts, { ...common, path: 'vmalloc-noretry', gfp, unverified })];
  },
};
