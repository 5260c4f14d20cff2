/** `fixed`: this line of kernels carried it once; `not-affected`: it never did. */
export type FaultState = 'affected' | 'fixed' | 'not-affected' | 'unknown';

/** `verified`: read in that kernel's source, changelog or a log of it. */
export type Confidence = 'verified' | 'unverified';

export type FaultName =
  | 'xtables-noretry'
  | 'xtables-per-cpu'
  | 'veth-queues'
  | 'vmalloc-silent'
  | 'kvm-struct'
  | 'io-uring-rings'
  | 'kernel-stack'
  | 'nvme-head'
  | 'memcg-cache-array';

/** What is known of one behaviour on one kernel. */
export interface FaultStatus {
  name: FaultName;
  state: FaultState;
  /** what an affected kernel does, and to whom, in one sentence */
  says: string;
  /** what a kernel without it does, in a few words */
  relief: string;
  /** requests are to be judged as on an affected kernel: true where affected, and where that is the safe guess */
  assumed: boolean;
  /** the first version or build of this line that carries it; null where none does or that is not known */
  since: string | null;
  /** the version or build to upgrade to; null where there is nothing to fix */
  fixedIn: string | null;
  /** the failure leaves no line in the kernel log */
  silent: boolean;
  confidence: Confidence;
  /** where that is written down */
  source: string;
  note: string | null;
}
