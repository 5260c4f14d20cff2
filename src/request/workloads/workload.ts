import type { Family } from '../iptables/layout.ts';
import type { Need } from '../need.ts';
import type { Evidence } from './evidence.ts';
import type { WorkloadFacts } from './facts.ts';
import { type WorkloadOptionName, unusedOptions } from './options.ts';

/** A named step and what it makes the kernel allocate. */
export interface Workload {
  name: string;
  /** what it is, in one line */
  summary: string;
  /** options that it heeds, and what each means to it */
  options: Readonly<Partial<Record<WorkloadOptionName, string>>>;
  /** whose live rule sets its size follows */
  families?: readonly Family[];
  /** how its sizes follow from the machine and the options, one sentence each */
  formula: readonly string[];
  /** what users see when it fails, as printed */
  failure: readonly string[];
  /** what helps, one sentence each */
  helps: readonly string[];
  /** where its numbers are from */
  source: readonly string[];
  /** the facts that its numbers rest on */
  evidence: readonly Evidence[];
  /** its needs follow what may change while a check waits */
  changes?: true;
  /**
   * What it asks for on this kernel; empty where the kernel does not have it.
   * @throws UsageError for an option's value, UnreadableError and MalformedError for the rules file
   */
  needs(facts: WorkloadFacts): Need[];
}

/**
 * The needs of one workload, with a note for each option that it does not heed.
 * @throws UsageError, UnreadableError, MalformedError as the workload
 */
export function needsOf(workload: Workload, facts: WorkloadFacts): Need[] {
  const unused = unusedOptions(facts.options, workload.options).map(
    (option) => `${option} means nothing to ${workload.name} and is not used`,
  );
  return workload
    .needs(facts)
    .map((need) => ({ ...need, request: { ...need.request, notes: [...need.request.notes, ...unused] } }));
}
