import type { KernelRelease } from '../release.ts';
import type { FaultTable } from './fault-table.ts';

function tableFor(mappedSince: string, architecture: string): FaultTable {
  return {
    name: 'kernel-stack',
    says: 'a new thread asks for its kernel stack in one contiguous block of order 2',
    relief: 'a thread then needs no such block',
    source: `CONFIG_VMAP_STACK on ${architecture} since ${mappedSince}`,
    upstream: [
      {
        from: '2.6.0',
        before: `${mappedSince}.0`,
        fixedIn: mappedSince,
        confidence: 'verified',
        source: `alloc_thread_stack_node() of ${architecture} before ${mappedSince}`,
      },
    ],
    builds: [],
  };
}

const tables = { arm64: tableFor('4.14', 'arm64'), x86: tableFor('4.9', 'x86-64') };

/** alloc_thread_stack_node(), kernel/fork.c; the architecture is what the release string says, else x86-64. */
export function kernelStack(kernel: KernelRelease | null): FaultTable {
  return kernel && /aarch64|arm64|raspi|-v8\b/.test(kernel.release) ? tables.arm64 : tables.x86;
}
