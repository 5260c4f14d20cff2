import type { Request } from '../request/request.ts';

/** What is known of a kernel fault that a need runs into; from the catalogue of named workloads. */
export interface KernelFault {
  name: string;
  state: 'affected' | 'fixed' | 'not-affected' | 'unknown';
  /** the build or version to upgrade to, as a person would type it */
  fixedIn: string | null;
  confidence: 'verified' | 'unverified';
  /** one sentence */
  says: string;
}

/** One thing that a step needs of the kernel; a workload may have several, and the worst decides. */
export interface Need {
  request: Request;
  fault: KernelFault | null;
}
