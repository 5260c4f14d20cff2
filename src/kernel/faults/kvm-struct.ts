import type { FaultTable } from './fault-table.ts';

/**
 * kvm_arch_alloc_vm(): kzalloc(sizeof(struct kvm)) with its embedded hash of 4096 lists and three srcu_struct, until
 * vzalloc in 4.18. They take 50,336 bytes each at CONFIG_NR_CPUS=8192, so order 6, as Firecracker's FAQ shows; at 512 it is 4.
 */
export const kvmStruct: FaultTable = {
  name: 'kvm-struct',
  says: 'creating a VM asks for struct kvm in one contiguous block: order 4, and 6 where the kernel is built for 8,192 CPUs',
  relief: 'a VM then needs no such block',
  source: 'arch/x86/kvm before 4.12 and from 4.18 on',
  // prettier-ignore
  upstream: [
    { from: '4.12.0', before: '4.18.0-0', fixedIn: '4.18', confidence: 'verified', source: 'arch/x86/kvm of 4.12 to 4.17' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'rhel', upstream: { line: [3, 10] }, fixedIn: '4.18', verifiedFrom: 1160, source: 'arch/x86/kvm of 3.10.0-1160' },
  ],
};
