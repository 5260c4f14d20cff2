import type { Confidence, FaultName, FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import type { Family } from '../iptables/layout.ts';
import type { Request } from '../request.ts';
import type { Readings } from '../../machine/workload-readings.ts';

/** What a user may say beside `--for`; the names are those of the options. */
export interface WorkloadOptions {
  rules?: number | undefined;
  /** the path of an iptables-save file */
  rulesFile?: string | undefined;
  cpus?: number | undefined;
  /** bytes */
  size?: number | undefined;
  count?: number | undefined;
}

export type WorkloadOptionName = keyof WorkloadOptions;

/** Everything that a workload may know: values, and readings that are made only when it asks. */
export interface WorkloadContext {
  /** null where the release is not known: a current kernel is assumed */
  kernel: KernelRelease | null;
  /** bytes */
  pageSize: number;
  options: WorkloadOptions;
  readings: Readings;
  finding(fault: FaultName): FaultStatus;
}

/** One thing that a step asks the kernel for. A step may have several needs; the worst decides. */
export interface WorkloadNeed {
  request: Request;
  /** what is known of this allocation on this kernel; null where no kernel is known to do it badly */
  fault: FaultStatus | null;
  /** what the memory is for, in a few words */
  what: string;
  /** how many requests of this size the step makes, at least 1 */
  count: number;
  /** pages that the whole step takes while it runs, its own binary included; at least `request.pages` */
  stepPages: number;
  /** of the size and the path; `unverified` is said in the request's notes too */
  confidence: Confidence;
}

/** A named step and what it makes the kernel allocate. */
export interface Workload {
  name: string;
  /** what it is, in one line */
  summary: string;
  /** options that it heeds, and what each means to it */
  options: Readonly<Partial<Record<WorkloadOptionName, string>>>;
  /** whose live rule sets its size follows */
  families?: readonly Family[];
  /** what users see when it fails, as printed */
  failure: readonly string[];
  /** what helps, one sentence each */
  helps: readonly string[];
  /** where its numbers are from */
  source: readonly string[];
  /**
   * What it asks for on this kernel; empty where the kernel does not have it.
   * @throws UsageError for an option's value, UnreadableError and MalformedError for the rules file
   */
  needs(context: WorkloadContext): WorkloadNeed[];
}
