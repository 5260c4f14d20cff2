import { contiguousNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

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
    const bytes = fault.assumed ? 65_536 : 8_192;
    const unverified = fault.assumed
      ? 'order 4 was seen on one 5.4 build'
      : 'no larger block is known on this kernel';
    return [
      contiguousNeed(facts, {
        workload: 'nvme',
        what: 'the head of the namespace',
        bytes,
        gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
        fault,
        unverified,
      }),
    ];
  },
};
