import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** THREAD_SIZE of x86-64 (3.15+) and arm64. */
const stackBytes = 16_384;

/** The kernel stack of each new thread, for `workload`. */
export function stackNeed(facts: WorkloadFacts, workload: string): Need {
  const fault = facts.fault('kernel-stack');
  const allocation = {
    workload,
    what: 'the kernel stack of a thread',
    bytes: Math.max(stackBytes, facts.pageSize),
    fault,
    count: facts.options.count ?? 1,
  };
  if (fault.assumed) return contiguousNeed(facts, { ...allocation, gfp: ['GFP_KERNEL'] });
  const account = atLeast(facts.kernel, 4, 10) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
  return vmallocNeed(facts, { ...allocation, gfp: [account, '__GFP_ZERO'] });
}

export const kernelStack: Workload = {
  name: 'kernel-stack',
  summary: 'a new thread or process: its kernel stack',
  options: { count: 'threads' },
  formula: ['16 KiB a thread: single pages where the kernel maps its stacks, else a block of order 2'],
  failure: [
    'fork: Cannot allocate memory',
    'runtime: failed to create new OS thread (have N already; errno=11): a limit, not memory',
  ],
  helps: [
    'memory at all: a block this small fails only when the machine is out of it',
    'EAGAIN is a limit (pids.max, RLIMIT_NPROC, kernel.threads-max), not memory',
  ],
  source: ['kernel/fork.c alloc_thread_stack_node'],
  evidence: [
    {
      says: '16 KiB on x86-64 and arm64',
      how: 'source',
      where: 'arch/x86/include/asm/page_64_types.h, arch/arm64/include/asm/memory.h',
    },
    {
      says: 'kernels with CONFIG_VMAP_STACK map their stacks',
      how: 'source',
      where: 'kernel/fork.c alloc_thread_stack_node, CONFIG_VMAP_STACK',
    },
  ],
  needs: (facts) => [stackNeed(facts, 'kernel-stack')],
};
