import type { Architecture } from '../../kernel/architecture.ts';
import type { StructName } from '../../kernel/btf/struct-names.ts';
import { atLeast } from '../../kernel/version.ts';
import type { WorkloadFacts } from './facts.ts';
import { type KnownSize, cacheSize, isOfThisKernel, structSize } from './struct-size.ts';

/**
 * Earlier the emulator and the FPU's state lay inside too, and no such kernel was read. In 5.10 struct kvm_vcpu has 10,008
 * bytes, and with the vendor's part order 2 as later.
 */
const oldVcpuBytes = 24_576;

/** What KVM allocates for one vCPU. */
export function vcpuSize(facts: WorkloadFacts, architecture: Architecture): KnownSize {
  const cached = cacheSize(facts, 'kvm_vcpu');
  if (cached) return cached;
  if (architecture !== 'x86-64' && architecture !== 'x86') return structSize(facts, 'kvm_vcpu');
  const size = x86Size(facts);
  if (isOfThisKernel(size) || atLeast(facts.kernel, 5, 10)) return size;
  const unverified = `a vCPU is assumed to be ${oldVcpuBytes} bytes: no kernel before 5.10 was read`;
  return { bytes: oldVcpuBytes, from: 'assumed', notes: [], unverified };
}

function x86Size(facts: WorkloadFacts): KnownSize {
  const vendor = vendorOf(facts);
  if (vendor !== null) return structSize(facts, vendor);
  const [intel, amd] = [structSize(facts, 'vcpu_vmx'), structSize(facts, 'vcpu_svm')];
  const larger = intel.bytes >= amd.bytes ? intel : amd;
  const note =
    'the larger of vcpu_vmx (Intel) and vcpu_svm (AMD) is taken: neither the modules of KVM nor /proc/cpuinfo tell which';
  return { ...larger, notes: [...larger.notes, note] };
}

/** By the module that is loaded, else by what the CPU can. */
function vendorOf({ readings }: WorkloadFacts): StructName | null {
  const isPvm = readings.text('sys/module/kvm_pvm/parameters/hb_mask') !== undefined;
  if (isPvm && 'bytes' in readings.structBytes('vcpu_pvm')) return 'vcpu_pvm';
  if (readings.text('sys/module/kvm_intel/parameters/nested') !== undefined) return 'vcpu_vmx';
  if (readings.text('sys/module/kvm_amd/parameters/nested') !== undefined) return 'vcpu_svm';
  const cpuinfo = readings.text('proc/cpuinfo') ?? '';
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1] ?? '';
  if (/\bvmx\b/.test(flags)) return 'vcpu_vmx';
  if (/\bsvm\b/.test(flags)) return 'vcpu_svm';
  if (/^vendor_id\s*: (?:GenuineIntel|CentaurHauls)$/m.test(cpuinfo)) return 'vcpu_vmx';
  if (/^vendor_id\s*: (?:AuthenticAMD|HygonGenuine)$/m.test(cpuinfo)) return 'vcpu_svm';
  return null;
}
