import { formatBytes } from '../../text/units.ts';
import { stackNeed } from './kernel-stack.ts';
import { addressSpaceNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

const assumedBytes = 64 * 2 ** 20;

export const fork: Workload = {
  name: 'fork',
  summary:
    'a process that forks: a kernel stack, and a promise of all private memory that the parent may write to',
  options: {
    size: 'private writable memory of the parent; default 64 MiB',
    count: 'children at the same time',
  },
  formula: [
    'the private writable memory of the process against CommitLimit where vm.overcommit_memory is 2, and a kernel stack',
  ],
  failure: [
    'fork: Cannot allocate memory',
    "fork/exec …: cannot allocate memory (Go, Java's ProcessBuilder: error=12)",
    'fork: Resource temporarily unavailable: a limit (pids.max, RLIMIT_NPROC), not memory',
  ],
  helps: [
    'vm.overcommit_memory=0 or 1, or a higher vm.overcommit_ratio, where it is 2',
    'posix_spawn or vfork in place of fork: they promise nothing',
    'EAGAIN is a limit (pids.max, RLIMIT_NPROC, kernel.threads-max), not memory',
  ],
  source: ['kernel/fork.c dup_mmap, alloc_thread_stack_node', 'mm/util.c __vm_enough_memory, of 6.12.117'],
  evidence: [
    {
      says: 'a copy of private writable memory is accounted before it is made',
      how: 'source',
      where: 'kernel/fork.c dup_mmap, mm/util.c __vm_enough_memory, of 6.12.117',
    },
  ],
  needs: (facts) => {
    const { size, count = 1 } = facts.options;
    const notes =
      size === undefined
        ? [`a parent of ${formatBytes(assumedBytes)} is assumed; --size sets its private writable memory`]
        : [];
    return [
      addressSpaceNeed(facts, {
        workload: 'fork',
        what: "the parent's private writable memory, promised once more",
        bytes: size ?? assumedBytes,
        from: size === undefined ? 'assumed' : 'formula',
        limit: 'commit',
        count,
        gfp: [],
        notes,
      }),
      stackNeed(facts, 'fork'),
    ];
  },
};
