/** The structures whose sizes are looked for, and the module that defines each where it is not built in. */
const modules = {
  net: null,
  task_struct: null,
  mem_cgroup: null,
  srcu_struct: null,
  kvm: 'kvm',
  kvm_vcpu: 'kvm',
  vcpu_vmx: 'kvm_intel',
  vcpu_svm: 'kvm_amd',
  // KVM without hardware virtualisation, which is not in mainline
  vcpu_pvm: 'kvm_pvm',
  veth_rq: 'veth',
  nvme_ns_head: 'nvme_core',
  nf_conn: 'nf_conntrack',
} as const satisfies Record<string, string | null>;

export type StructName = keyof typeof modules;

export const structNames = Object.keys(modules) as StructName[];

/** The module whose BTF defines a structure, as /sys/kernel/btf names it; null where vmlinux always does. */
export function moduleOf(name: StructName): string | null {
  return modules[name];
}
