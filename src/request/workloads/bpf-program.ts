import { formatBytes } from '../../text/units.ts';
import { programNeeds } from './seccomp.ts';
import type { Workload } from './workload.ts';

const assumedBytes = 65_536;

export const bpfProgram: Workload = {
  name: 'bpf-program',
  summary: 'loading BPF programs (Cilium, Falco, bpftrace): their machine code shares the space of modules',
  options: { count: 'how many programs', size: 'machine code of one program; default 64 KiB' },
  formula: ['machine code of a program, about 9 bytes an instruction; as many single pages for the program'],
  failure: [
    'load program: errno 524 (ENOTSUPP)',
    'vmap allocation for size 69632 failed: use vmalloc=<size> to increase size',
  ],
  helps: [
    'CAP_BPF for the loader: net.core.bpf_jit_limit does not hold it then, only the module space does',
    'a higher net.core.bpf_jit_limit for a loader without it',
    'unloading programs and modules that nobody uses',
  ],
  source: ['kernel/bpf/core.c bpf_prog_pack_alloc, bpf_jit_charge_modmem, of 6.1.192 and 6.12.117'],
  evidence: [
    {
      says: 'the code of all programs counts against net.core.bpf_jit_limit, but for callers with CAP_BPF',
      how: 'source',
      where: 'kernel/bpf/core.c bpf_prog_pack_alloc, bpf_jit_charge_modmem, of 6.1.192 and 6.12.117',
    },
  ],
  needs: (facts) => {
    const { size } = facts.options;
    const notes = [
      'asked for any caller: one with CAP_BPF passes net.core.bpf_jit_limit and is held by the module space, which is at least that large',
    ];
    if (size === undefined)
      notes.push(`${formatBytes(assumedBytes)} of machine code a program are assumed; --size sets it`);
    const bytes = size ?? assumedBytes;
    return programNeeds(facts, {
      workload: 'bpf-program',
      what: 'a BPF program',
      bytes,
      limit: 'module-space',
      notes,
    });
  },
};
