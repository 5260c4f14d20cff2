import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import { possibleCpus } from './cpus.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import { vethQueueSize } from './veth-queue-size.ts';
import type { Workload } from './workload.ts';

/** veth_get_num_queues(): no device has more. */
const maxQueues = 4096;
const devices = 2;

export function vethNeeds(facts: WorkloadFacts, workload: string): Need[] {
  const fault = facts.fault('veth-queues');
  const { bytes: queueBytes, from, notes, unverified } = vethQueueSize(facts);
  const common = {
    workload,
    what: 'the receive queues of one end of a veth pair',
    from,
    unverified,
    fault,
    count: devices,
  };
  if (!fault.assumed && !atLeast(facts.kernel, 5, 15)) {
    return [
      contiguousNeed(facts, {
        ...common,
        bytes: queueBytes,
        notes,
        gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
      }),
    ];
  }
  const cpus = possibleCpus(facts, notes);
  const queues = Math.min(cpus, maxQueues);
  notes.push(`a queue of ${queueBytes} bytes is made for each of ${queues} possible CPUs`);
  const bytes = queues * queueBytes;
  if (fault.assumed) {
    const kernelFlags = atLeast(facts.kernel, 5, 19) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
    return [
      contiguousNeed(facts, { ...common, bytes, gfp: [kernelFlags, '__GFP_COMP', '__GFP_ZERO'], notes }),
    ];
  }
  const gfp = ['GFP_KERNEL_ACCOUNT', '__GFP_RETRY_MAYFAIL', '__GFP_ZERO'];
  return [vmallocNeed(facts, { ...common, bytes, gfp, notes })];
}

export const veth: Workload = {
  name: 'veth',
  summary: 'a veth pair, as Docker and CNI make one for each container',
  options: { cpus: 'possible CPUs, those of /sys/devices/system/cpu/possible' },
  formula: [
    'possible CPUs x the size of struct veth_rq, for each end of the pair: one block on 5.15 to 6.7, single pages since; one queue before 5.15',
  ],
  failure: [
    'failed to add the host (vethX) <=> sandbox (vethY) pair interfaces: cannot allocate memory',
    'dockerd: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO)',
  ],
  helps: [
    'a kernel that falls back to single pages: 6.8, 6.7.9, 6.6.21, 6.1.81, 5.15.151, or the fixed build of the distribution',
    'nr_cpus= on the kernel command line where more CPUs are possible than there are',
    'compaction before the step',
  ],
  source: [
    'drivers/net/veth.c veth_alloc_queues',
    'https://github.com/docker/for-linux/issues/1443',
    'https://github.com/moby/moby/issues/46401',
  ],
  evidence: [
    {
      says: 'a queue is made for each possible CPU, at most 4,096',
      how: 'source',
      where: 'drivers/net/veth.c veth_alloc_queues, veth_get_num_queues',
    },
    {
      says: 'the kernels that the fault names ask for one block',
      how: 'source',
      where: 'drivers/net/veth.c of the stable trees, changelogs of Ubuntu and Debian',
    },
    {
      says: 'the failures show this order and these flags',
      how: 'log',
      where: 'docker/for-linux#1443 (5.15.0-91, 6.5.0-15)',
    },
    {
      says: 'the size of struct veth_rq in 6.1 and later',
      how: 'types',
      where: 'Debian kernels 6.1.192 to 7.3.4',
    },
  ],
  needs: (facts) => vethNeeds(facts, 'veth'),
};
