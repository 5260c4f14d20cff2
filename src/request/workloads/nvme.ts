import { srcuStructBytes } from '../../kernel/srcu-nodes.ts';
import { atLeast } from '../../kernel/version.ts';
import { configuredCpus } from './configured-cpus.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed } from './make-need.ts';
import { type KnownSize, isOfThisKernel, structSize } from './struct-size.ts';
import type { Workload } from './workload.ts';

/** struct nvme_ns_head beside its srcu_struct: 216 bytes in 5.10, and a pointer for each node of memory */
const headBytes = 512;

/** 4.15 to 5.18: the nodes of SRCU lie inside. BTF of 5.10, built for 8,192 CPUs: 50,552 bytes. */
function headWithNodes(facts: WorkloadFacts): KnownSize {
  const { cpus, told } = configuredCpus(facts);
  const srcu = srcuStructBytes(cpus);
  return {
    bytes: headBytes + srcu,
    from: 'formula',
    notes: [],
    unverified: `struct nvme_ns_head is assumed to be ${headBytes} bytes and an srcu_struct ${srcu}, for ${told} (CONFIG_NR_CPUS)`,
  };
}

/** Heads came with multipath in 4.15; what lay in a namespace before was not read. */
const beforeHeads: KnownSize = {
  bytes: 8_192,
  from: 'assumed',
  notes: [],
  unverified: 'no larger block is known on this kernel',
};

function headSize(facts: WorkloadFacts, hasNodes: boolean): KnownSize {
  const known = structSize(facts, 'nvme_ns_head');
  if (isOfThisKernel(known)) return known;
  if (hasNodes) return headWithNodes(facts);
  return atLeast(facts.kernel, 4, 15) ? known : beforeHeads;
}

export const nvme: Workload = {
  name: 'nvme',
  summary: 'attaching an NVMe namespace (cloud volumes, SPDK)',
  options: {},
  formula: ['one block of order 4 on the kernels that were seen to ask for it, else at most 8 KiB'],
  failure: [
    'page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO) … nvme_alloc_ns_head',
  ],
  helps: ['compaction before the volume is attached'],
  source: ['drivers/nvme/host/core.c nvme_alloc_ns_head', 'https://github.com/spdk/spdk/issues/1252'],
  evidence: [
    { says: 'nvme_alloc_ns_head asks for order 4', how: 'log', where: 'spdk/spdk#1252 (5.4)' },
    { says: 'other kernels ask for no more than 8 KiB', how: 'memory', where: 'drivers/nvme/host/core.c' },
  ],
  needs: (facts) => {
    const fault = facts.fault('nvme-head');
    return [
      contiguousNeed(facts, {
        workload: 'nvme',
        what: 'the head of the namespace',
        ...headSize(facts, fault.assumed),
        gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
        fault,
      }),
    ];
  },
};
