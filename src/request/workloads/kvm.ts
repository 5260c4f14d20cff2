import type { Architecture } from '../../kernel/architecture.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import { srcuStructBytes } from '../../kernel/srcu-nodes.ts';
import { defaultIpaBits, stage2RootBytes } from '../../kernel/stage2-root.ts';
import { atLeast } from '../../kernel/version.ts';
import type { Need } from '../need.ts';
import { architectureOf } from './architecture.ts';
import { configuredCpus } from './configured-cpus.ts';
import type { WorkloadFacts } from './facts.ts';
import { contiguousNeed, vmallocNeed } from './make-need.ts';
import { type KnownSize, structSize } from './struct-size.ts';
import { vcpuSize } from './vcpu-size.ts';
import type { Workload } from './workload.ts';

const workload = 'kvm';
/** x86's struct kvm beside its SRCU: a hash of 4,096 lists of 8 bytes, and some KiB; 36,584 bytes in 5.10 */
const machineBytes = 36_864;
const machineBytesBefore412 = 16_384;
/** kvm->srcu, kvm->irq_srcu and that of page tracking */
const srcuStructs = 3;

function kernelFlags(kernel: KernelRelease | null): string {
  return atLeast(kernel, 5, 0) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL';
}

/** 5.8 moved the vCPU to virt/kvm/kvm_main.c, at first without accounting (traced in 5.10; until 5.12 from memory). */
function vcpuFlags(kernel: KernelRelease | null): string {
  const moved = atLeast(kernel, 5, 8) && !atLeast(kernel, 5, 13);
  return moved ? 'GFP_KERNEL' : kernelFlags(kernel);
}

function x86MachineNeed(facts: WorkloadFacts): Need {
  const fault = facts.fault('kvm-struct');
  const allocation = { workload, what: 'struct kvm of a new VM', fault };
  if (fault.assumed) {
    const gfp = ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'];
    return contiguousNeed(facts, { ...allocation, ...contiguousMachineSize(facts), gfp });
  }
  if (!atLeast(facts.kernel, 4, 12)) {
    return contiguousNeed(facts, {
      ...allocation,
      bytes: machineBytesBefore412,
      from: 'assumed',
      gfp: ['GFP_KERNEL', '__GFP_COMP', '__GFP_ZERO'],
      unverified: 'struct kvm is assumed to be 16 KiB',
    });
  }
  return vmallocNeed(facts, {
    ...allocation,
    ...structSize(facts, 'kvm'),
    gfp: [kernelFlags(facts.kernel), '__GFP_ZERO'],
  });
}

/**
 * 4.12 to 4.17: the nodes of SRCU lie inside, as they do in 5.10, where BTF says 187,592 bytes. RHEL 7 took the hash, and
 * its SRCU has no nodes.
 */
function contiguousMachineSize(facts: WorkloadFacts): KnownSize {
  if (!atLeast(facts.kernel, 4, 12))
    return {
      bytes: machineBytes,
      from: 'assumed',
      notes: [],
      unverified: 'struct kvm is assumed to be 36 KiB',
    };
  const { cpus, told } = configuredCpus(facts);
  const srcu = srcuStructBytes(cpus);
  return {
    bytes: machineBytes + srcuStructs * srcu,
    from: 'formula',
    notes: [],
    unverified: `struct kvm is assumed to be 36 KiB and three srcu_struct of ${srcu} bytes each, for ${told} (CONFIG_NR_CPUS)`,
  };
}

/** arm64 maps struct kvm page by page where the CPU has VHE, as servers do; elsewhere kzalloc takes a few KiB. */
function machineNeed(facts: WorkloadFacts, architecture: Architecture): Need {
  const gfp = [kernelFlags(facts.kernel), '__GFP_ZERO'];
  const allocation = { workload, what: 'struct kvm of a new VM', ...structSize(facts, 'kvm'), gfp };
  return architecture === 'arm64' ? vmallocNeed(facts, allocation) : contiguousNeed(facts, allocation);
}

/** kvm_s2_zalloc_pages_exact(): alloc_pages_exact() asks for the block of the next order. */
function stage2RootNeed(facts: WorkloadFacts): Need {
  const bytes = stage2RootBytes(facts.pageSize, defaultIpaBits);
  const tables = bytes / facts.pageSize;
  return contiguousNeed(facts, {
    workload,
    what: 'the root table of stage-2 translation',
    bytes,
    from: 'formula',
    gfp: [atLeast(facts.kernel, 5, 13) ? 'GFP_KERNEL_ACCOUNT' : 'GFP_KERNEL', '__GFP_ZERO'],
    notes: [
      `${tables === 1 ? 'one table' : `${tables} concatenated tables`} of ${facts.pageSize} bytes for guest addresses of ${defaultIpaBits} bits, the default of KVM_CREATE_VM; a VMM may ask for another number of bits`,
    ],
  });
}

function vcpuNeed(facts: WorkloadFacts, architecture: Architecture): Need {
  return contiguousNeed(facts, {
    workload,
    what: 'a vCPU, from its slab cache',
    ...vcpuSize(facts, architecture),
    gfp: [vcpuFlags(facts.kernel), '__GFP_ZERO'],
    count: facts.options.count ?? 1,
  });
}

export const kvm: Workload = {
  name: 'kvm',
  summary: 'starting a VM: KVM_CREATE_VM and its vCPUs',
  options: { count: 'vCPUs' },
  formula: ['struct kvm, and struct kvm_vcpu of the processor for each vCPU, from its slab cache'],
  failure: [
    'ioctl(KVM_CREATE_VM) failed: 12 Cannot allocate memory',
    'page allocation failure: order:4 … kvm_s2_zalloc_pages_exact (arm64 with pages of 16 KiB)',
    'SLUB: Unable to allocate memory on CPU 0 (of node 0) on node -1, gfp=0x400dc0(…), cache: kvm_vcpu, min order: 2',
  ],
  helps: [
    'for KVM_CREATE_VM on x86-64, 4.18 or later: it maps struct kvm page by page',
    'for KVM_CREATE_VM on arm64 with pages of 16 KiB, compaction before the step, or a kernel with pages of 4 KiB',
  ],
  source: [
    'arch/x86/kvm kvm_arch_alloc_vm',
    'arch/arm64/kvm/mmu.c kvm_s2_zalloc_pages_exact',
    '/sys/kernel/slab/kvm_vcpu, /sys/kernel/btf/kvm_intel, /sys/kernel/btf/kvm_amd',
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
  needs: (facts) => {
    const { architecture } = architectureOf(facts);
    const isX86 = architecture === 'x86-64' || architecture === 'x86';
    return [
      isX86 ? x86MachineNeed(facts) : machineNeed(facts, architecture),
      ...(architecture === 'arm64' ? [stage2RootNeed(facts)] : []),
      vcpuNeed(facts, architecture),
    ];
  },
};
