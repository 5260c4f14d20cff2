import { formatBytes } from '../../text/units.ts';
import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { addressSpaceNeed, vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** A container's default profile: two pages of machine code in the log of concourse#8739 (its 12,288 bytes hold a guard page). */
const assumedBytes = 8192;

/**
 * What loading programs of that much machine code asks for: memory for the program, and room for its code.
 * Before 5.18 each takes pages of its own (bpf_jit_binary_alloc), since then a part of a pack (bpf_prog_pack_alloc).
 */
export function programNeeds(
  facts: WorkloadFacts,
  program: {
    workload: string;
    what: string;
    bytes: number;
    limit: 'bpf-jit' | 'module-space';
    notes: readonly string[];
  },
): Need[] {
  const { kernel, pageSize, options } = facts;
  const { workload, what, limit, notes } = program;
  const bytes = atLeast(kernel, 5, 18) ? program.bytes : Math.ceil(program.bytes / pageSize) * pageSize;
  const count = options.count ?? 1;
  const from = options.size === undefined ? 'assumed' : 'formula';
  // bpf_prog_alloc_no_stats(); seccomp's own is GFP_KERNEL.
  const own = workload === 'bpf-program' ? ['GFP_USER'] : ['GFP_KERNEL'];
  const gfp = [...own, ...(atLeast(kernel, 5, 11) ? ['__GFP_ACCOUNT'] : []), '__GFP_ZERO'];
  return [
    addressSpaceNeed(facts, {
      workload,
      what: `the machine code of ${what}`,
      bytes,
      from,
      limit,
      count,
      gfp: ['GFP_KERNEL'],
      notes,
    }),
    vmallocNeed(facts, { workload, what, bytes, from, count, gfp, notes }),
  ];
}

export const seccomp: Workload = {
  name: 'seccomp',
  summary: 'loading seccomp filters (containers, systemd services, browsers) by a caller without CAP_BPF',
  options: {
    count: 'how many filters',
    size: 'machine code of one filter, about 9 bytes an instruction; default 8 KiB',
  },
  formula: [
    'machine code of a filter, a part of a pack since 5.18, whole pages before; as many single pages for the program',
  ],
  failure: [
    'unable to init seccomp: error loading seccomp filter into kernel: error loading seccomp filter: errno 524: unknown',
    'vmalloc: allocation failure: 12288 bytes, mode:0xcc0 … bpf_jit_alloc_exec',
  ],
  helps: [
    'a higher net.core.bpf_jit_limit (at most the module space)',
    'fewer containers with a filter on this host, or one that allows its runtime to load the filter before it drops CAP_SYS_ADMIN (no_new_privs off)',
    'a reboot where programs have leaked (Amazon Linux 2, 5.10)',
  ],
  source: [
    'kernel/bpf/core.c bpf_jit_charge_modmem, of 6.1.192 and 6.12.117; seen on 6.1.0-56 of Debian and 6.18.44',
    'https://github.com/moby/moby/issues/45498',
    'https://github.com/awslabs/amazon-eks-ami/issues/1179',
    'https://github.com/concourse/concourse/issues/8739',
  ],
  evidence: [
    {
      says: 'the code of all programs counts against net.core.bpf_jit_limit, but for callers with CAP_BPF',
      how: 'source',
      where: 'kernel/bpf/core.c bpf_jit_charge_modmem, of 6.1.192 and 6.12.117',
    },
    {
      says: 'a filter over the limit is refused with errno 524',
      how: 'measured',
      where: '6.1.0-56 of Debian and 6.18.44',
    },
    { says: 'a default profile has 8 KiB of machine code', how: 'log', where: 'concourse#8739' },
  ],
  needs: (facts) => filterNeeds(facts, 'seccomp'),
};

/** What loading a filter asks for, or as many as --count says. */
function filterNeeds(facts: WorkloadFacts, workload: string): Need[] {
  const { size } = facts.options;
  const notes = [
    'asked for a caller without CAP_BPF and CAP_SYS_ADMIN: one that has them passes net.core.bpf_jit_limit',
    'net.core.bpf_jit_harden makes the code twice as large (measured on 6.18)',
  ];
  if (size === undefined)
    notes.push(`${formatBytes(assumedBytes)} of machine code a filter are assumed; --size sets it`);
  const bytes = size ?? assumedBytes;
  return programNeeds(facts, { workload, what: 'a seccomp filter', bytes, limit: 'bpf-jit', notes });
}

/**
 * The room for a container's filter. Its runtime loads it with CAP_SYS_ADMIN unless no_new_privs is set (from memory), and
 * then passes the limit: where that cannot be read the answer to the rest of the container stands.
 */
export function containerFilterNeeds(facts: WorkloadFacts): Need[] {
  const [room] = filterNeeds(facts, 'container');
  return room ? [{ ...room, yieldsUnknown: true }] : [];
}
