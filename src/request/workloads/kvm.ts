import type { KernelRelease } from '../../kernel/release.ts';
import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import type { Workload } from './workload.ts';

/** struct kvm with its embedded hash of 4,096 lists of 8 bytes, and some KiB beside it. */
const machineBytes = 36_864;
/** of one 6.18 build; smaller in earlier kernels */
const vcpuBytes = { now: 51_488, before: 24_576 };

function kernelFlags(kernel: KernelRelease | null): string {
  return atLeast(kernel, 5, 0) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
}

function machineNeed(facts: WorkloadFacts): Need {
  const fault = facts.fault('kvm-struct');
  const allocation = {
    workload: 'kvm',
    what: 'struct kvm of a new VM',
    bytes: machineBytes,
    fault,
    unverified: 'struct kvm is taken for 36 KiB',
  };
  if (fault.assumed)
    return contiguousNeed(facts, { ...allocation, gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'] });
  if (!atLeast(facts.kernel, 4, 12)) {
    const unverified = 'struct kvm is taken for 16 KiB';
    return contiguousNeed(facts, {
      ...allocation,
      bytes: 16_384,
      gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
      unverified,
    });
  }
  return vmallocNeed(facts, { ...allocation, gfp: [kernelFlags(facts.kernel), '__GFP_ZERO'] });
}

function vcpuNeed(facts: WorkloadFacts): Need {
  const slab = facts.readings.slab('kvm_vcpu', facts.pageSize);
  const assumed = atLeast(facts.kernel, 6, 0) ? vcpuBytes.now : vcpuBytes.before;
  return contiguousNeed(facts, {
    workload: 'kvm',
    what: 'a vCPU, from its slab cache',
    bytes: slab?.objectBytes ?? assumed,
    ...(slab ? { order: slab.minOrder } : {}),
    gfp: [kernelFlags(facts.kernel), '__GFP_ZERO'],
    count: facts.options.count ?? 1,
    unverified: slab ? null : `a vCPU is taken for ${assumed} bytes: /sys/kernel/slab/kvm_vcpu was not read`,
  });
}

export const kvm: Workload = {
  name: 'kvm',
  summary: 'starting a VM: KVM_CREATE_VM and its vCPUs',
  options: { count: 'vCPUs' },
  formula: ['struct kvm, and struct kvm_vcpu of the processor for each vCPU, from its slab cache'],
  failure: [
    'ioctl(KVM_CREATE_VM) failed: 12 Cannot allocate memory',
    'SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x400dc0(…), cache: kvm_vcpu, min order: 4',
  ],
  helps: [
    'compaction before the step: a vCPU needs order 4 on current kernels, and nothing smaller will do',
    'for KVM_CREATE_VM, 4.18 or later',
  ],
  source: [
    'arch/x86/kvm kvm_arch_alloc_vm',
    '/sys/kernel/slab/kvm_vcpu',
    'https://github.com/spdk/spdk/issues/1474',
  ],
  evidence: [
    {
      says: 'struct kvm is vzalloc from 4.18 on',
      how: 'source',
      where: 'virt/kvm, arch/x86/kvm kvm_arch_alloc_vm',
    },
    { says: 'KVM_CREATE_VM fails with ENOMEM', how: 'log', where: 'spdk/spdk#1474' },
  ],
  needs: (facts) => [machineNeed(facts), vcpuNeed(facts)],
};
