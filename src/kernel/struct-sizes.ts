// Made by npm run struct-sizes out of the BTF of Debian's kernels.
import type { Architecture } from './architecture.ts';
import type { StructName } from './btf/struct-names.ts';

/** The sizes of structures in one kernel; one that it does not have, or that was not found, is left out. */
export interface StructSizesRow {
  release: string;
  upstream: readonly [major: number, minor: number, patch: number];
  architecture: Architecture;
  bytes: Readonly<Partial<Record<StructName, number>>>;
}

/** By architecture, oldest first. */
// prettier-ignore
export const structTable: readonly StructSizesRow[] = [
  { release: '5.10.0-46-cloud-amd64', upstream: [5, 10, 262], architecture: 'x86-64', bytes: { net: 4544, task_struct: 9344, mem_cgroup: 2816, srcu_struct: 50336, kvm: 187592, kvm_vcpu: 10008, nvme_ns_head: 50552, nf_conn: 256 } },
  { release: '6.1.0-56-cloud-amd64', upstream: [6, 1, 192], architecture: 'x86-64', bytes: { net: 4288, task_struct: 9728, mem_cgroup: 2176, srcu_struct: 392, kvm: 40504, kvm_vcpu: 6552, vcpu_vmx: 9088, vcpu_svm: 7248, veth_rq: 768, nvme_ns_head: 1488, nf_conn: 248 } },
  { release: '6.12.118+deb13-cloud-amd64', upstream: [6, 12, 118], architecture: 'x86-64', bytes: { net: 4480, task_struct: 9792, mem_cgroup: 1728, srcu_struct: 24, kvm: 7040, kvm_vcpu: 6480, vcpu_vmx: 9024, vcpu_svm: 7248, veth_rq: 832, nvme_ns_head: 1192, nf_conn: 248 } },
  { release: '6.16.12+deb13-cloud-amd64', upstream: [6, 16, 12], architecture: 'x86-64', bytes: { net: 4672, task_struct: 5888, mem_cgroup: 1600, srcu_struct: 24, kvm: 39784, kvm_vcpu: 6592, vcpu_vmx: 9152, vcpu_svm: 7360, veth_rq: 960, nvme_ns_head: 1280, nf_conn: 248 } },
  { release: '6.17.13+deb13-cloud-amd64', upstream: [6, 17, 13], architecture: 'x86-64', bytes: { net: 4672, task_struct: 5888, mem_cgroup: 1600, srcu_struct: 24, kvm: 7016, kvm_vcpu: 6600, vcpu_vmx: 9216, vcpu_svm: 7344, veth_rq: 960, nvme_ns_head: 1288, nf_conn: 248 } },
  { release: '6.18.15+deb13-cloud-amd64', upstream: [6, 18, 15], architecture: 'x86-64', bytes: { net: 4608, task_struct: 5888, mem_cgroup: 1600, srcu_struct: 24, kvm: 7048, kvm_vcpu: 6632, vcpu_vmx: 9216, vcpu_svm: 7376, veth_rq: 960, nvme_ns_head: 1288, nf_conn: 248 } },
  { release: '6.19.14+deb13-cloud-amd64', upstream: [6, 19, 14], architecture: 'x86-64', bytes: { net: 4736, task_struct: 5888, mem_cgroup: 1664, srcu_struct: 32, kvm: 6896, kvm_vcpu: 6648, nvme_ns_head: 1312, nf_conn: 248 } },
  { release: '7.0.13+deb13-cloud-amd64', upstream: [7, 0, 13], architecture: 'x86-64', bytes: { net: 4864, task_struct: 5952, mem_cgroup: 1664, srcu_struct: 32, kvm: 6896, kvm_vcpu: 6752, nvme_ns_head: 1320, nf_conn: 248 } },
  { release: '7.1.13+deb13-cloud-amd64', upstream: [7, 1, 13], architecture: 'x86-64', bytes: { net: 4736, task_struct: 6016, mem_cgroup: 1664, srcu_struct: 32, kvm: 6976, kvm_vcpu: 6720, nvme_ns_head: 1320, nf_conn: 248 } },
  { release: '7.2.13+deb14-cloud-amd64', upstream: [7, 2, 13], architecture: 'x86-64', bytes: { net: 4800, task_struct: 6080, mem_cgroup: 1664, srcu_struct: 32, kvm: 7040, kvm_vcpu: 6720, vcpu_vmx: 9280, vcpu_svm: 7672, veth_rq: 960, nvme_ns_head: 1352, nf_conn: 248 } },
  { release: '7.3.4+deb13-cloud-amd64', upstream: [7, 3, 4], architecture: 'x86-64', bytes: { net: 4864, task_struct: 6144, mem_cgroup: 1536, srcu_struct: 32, kvm: 7040, kvm_vcpu: 6456, vcpu_vmx: 9024, vcpu_svm: 7408, veth_rq: 960, nvme_ns_head: 1352, nf_conn: 248 } },
  { release: '6.1.0-56-cloud-arm64', upstream: [6, 1, 192], architecture: 'arm64', bytes: { net: 4288, task_struct: 4160, mem_cgroup: 2176, srcu_struct: 384, kvm: 4040, kvm_vcpu: 9680, veth_rq: 768, nvme_ns_head: 1496, nf_conn: 248 } },
  { release: '6.12.118+deb13-cloud-arm64', upstream: [6, 12, 118], architecture: 'arm64', bytes: { net: 4480, task_struct: 4736, mem_cgroup: 1728, srcu_struct: 24, kvm: 3952, kvm_vcpu: 7056, veth_rq: 832, nvme_ns_head: 1208, nf_conn: 248 } },
  { release: '6.16.12+deb13-cloud-arm64', upstream: [6, 16, 12], architecture: 'arm64', bytes: { net: 4672, task_struct: 5120, mem_cgroup: 1600, srcu_struct: 24, kvm: 4072, kvm_vcpu: 7136, veth_rq: 960, nvme_ns_head: 1296, nf_conn: 248 } },
  { release: '6.17.13+deb13-cloud-arm64', upstream: [6, 17, 13], architecture: 'arm64', bytes: { net: 4672, task_struct: 5056, mem_cgroup: 1600, srcu_struct: 24, kvm: 4072, kvm_vcpu: 7200, veth_rq: 960, nvme_ns_head: 1304, nf_conn: 248 } },
  { release: '6.18.15+deb13-cloud-arm64', upstream: [6, 18, 15], architecture: 'arm64', bytes: { net: 4608, task_struct: 5120, mem_cgroup: 1600, srcu_struct: 24, kvm: 4072, kvm_vcpu: 7328, veth_rq: 960, nvme_ns_head: 1304, nf_conn: 248 } },
  { release: '6.19.14+deb13-cloud-arm64', upstream: [6, 19, 14], architecture: 'arm64', bytes: { net: 4736, task_struct: 4608, mem_cgroup: 1664, srcu_struct: 32, kvm: 4136, kvm_vcpu: 7344, nvme_ns_head: 1328, nf_conn: 248 } },
  { release: '7.0.13+deb13-cloud-arm64', upstream: [7, 0, 13], architecture: 'arm64', bytes: { net: 4864, task_struct: 4672, mem_cgroup: 1664, srcu_struct: 32, kvm: 4128, kvm_vcpu: 7344, nvme_ns_head: 1336, nf_conn: 248 } },
  { release: '7.1.13+deb13-cloud-arm64', upstream: [7, 1, 13], architecture: 'arm64', bytes: { net: 4736, task_struct: 4800, mem_cgroup: 1664, srcu_struct: 32, kvm: 4128, kvm_vcpu: 9024, nvme_ns_head: 1336, nf_conn: 248 } },
  { release: '7.2.13+deb14-cloud-arm64', upstream: [7, 2, 13], architecture: 'arm64', bytes: { net: 4800, task_struct: 4736, mem_cgroup: 1664, srcu_struct: 32, kvm: 4120, kvm_vcpu: 9024, veth_rq: 960, nvme_ns_head: 1360, nf_conn: 248 } },
  { release: '7.3.4+deb13-cloud-arm64', upstream: [7, 3, 4], architecture: 'arm64', bytes: { net: 4864, task_struct: 4864, mem_cgroup: 1536, srcu_struct: 32, kvm: 4136, kvm_vcpu: 9024, veth_rq: 960, nvme_ns_head: 1360, nf_conn: 248 } },
  { release: '6.12.107+deb13-powerpc64le', upstream: [6, 12, 107], architecture: 'ppc64', bytes: { net: 5376, task_struct: 4992, mem_cgroup: 2048, srcu_struct: 24, kvm: 19888, kvm_vcpu: 9216, veth_rq: 1152, nvme_ns_head: 1248, nf_conn: 248 } },
  { release: '7.2.13+deb14-powerpc64le', upstream: [7, 2, 13], architecture: 'ppc64', bytes: { net: 5760, task_struct: 5504, mem_cgroup: 2048, srcu_struct: 32, kvm: 19848, kvm_vcpu: 9216, veth_rq: 1280, nvme_ns_head: 1392, nf_conn: 248 } },
  { release: '6.12.107+deb13-s390x', upstream: [6, 12, 107], architecture: 's390x', bytes: { net: 7168, task_struct: 5120, mem_cgroup: 2816, srcu_struct: 24, kvm: 10600, kvm_vcpu: 2504, veth_rq: 1792, nvme_ns_head: 920, nf_conn: 248 } },
  { release: '7.2.13+deb14-s390x', upstream: [7, 2, 13], architecture: 's390x', bytes: { net: 7680, task_struct: 5120, mem_cgroup: 3072, srcu_struct: 32, kvm: 10704, kvm_vcpu: 2528, veth_rq: 2048, nvme_ns_head: 1064, nf_conn: 248 } },
];
