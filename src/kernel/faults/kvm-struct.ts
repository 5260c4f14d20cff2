import type { FaultTable } from './fault-table.ts';

/** kvm_arch_alloc_vm(): kzalloc(sizeof(struct kvm)) with its embedded hash of 4096 lists, until vzalloc in 4.18. */
export const kvmStruct: FaultTable = {
  name: 'kvm-struct',
  says: 'creating a VM asks for struct kvm, larger than 32 KiB, in one contiguous block of order 4',
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
