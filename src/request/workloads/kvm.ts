import { type KernelRelease, atLeast } from '../../kernel/release.ts';
import { contiguousNeed, vmallocNeed } from './needs.ts';
import type { Workload, WorkloadContext, WorkloadNeed } from './workload.ts';

/** struct kvm with its embedded hash of 4,096 lists of 8 bytes, and some KiB beside it. */
const machineBytes = 36_864;
/** of one 6.18 build; earlier kernels have it smaller */
const vcpuBytes = { now: 51_488, before: 24_576 };

function kernelFlags(kernel: KernelRelease | null): string {
  return atLeast(kernel, 5, 0) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
}

function machineNeed(context: WorkloadContext): WorkloadNeed {
  const fault = context.finding('kvm-struct');
  const asked = {
    workload: 'kvm',
    what: 'struct kvm of a new VM',
    bytes: machineBytes,
    fault,
    unverified: 'struct kvm is taken for 36 KiB',
  };
  if (fault.assumed)
    return contiguousNeed(context, { ...asked, gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'] });
  if (!atLeast(context.kernel, 4, 12)) {
    const unverified = 'struct kvm is taken for 16 KiB';
    return contiguousNeed(context, {
      ...asked,
      bytes: 16_384,
      gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
      unverified,
    });
  }
  return vmallocNeed(context, { ...asked, gfp: [kernelFlags(context.kernel), '__GFP_ZERO'] });
}

function vcpuNeed(context: WorkloadContext): WorkloadNeed {
  const slab = context.readings.slab('kvm_vcpu', context.pageSize);
  const assumed = atLeast(context.kernel, 6, 0) ? vcpuBytes.now : vcpuBytes.before;
  return contiguousNeed(context, {
    workload: 'kvm',
    what: 'a vCPU, from its slab cache',
    bytes: slab?.objectBytes ?? assumed,
    ...(slab ? { order: slab.leastOrder } : {}),
    gfp: [kernelFlags(context.kernel), '__GFP_ZERO'],
    count: context.options.count ?? 1,
    unverified: slab ? null : `a vCPU is taken for ${assumed} bytes: /sys/kernel/slab/kvm_vcpu was not read`,
  });
}

export const kvm: Workload = {
  name: 'kvm',
  summary: 'starting a VM: KVM_CREATE_VM and its vCPUs',
  options: { count: 'vCPUs' },
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
  needs: (context) => [machineNeed(context), vcpuNeed(context)],
};
