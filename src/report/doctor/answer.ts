import type { KernelAnswer } from '../../guard/advice.ts';
import type { CheckAnswer } from '../../guard/answer.ts';
import type { Ability } from '../../machine/abilities.ts';

/** Everything that a report of `doctor` may print. */
export interface DoctorAnswer {
  /** of this tool, and of Node */
  version: string;
  node: string;
  kernel: KernelAnswer;
  isRoot: boolean;
  /** the kind of container; null where there is none to be seen */
  container: string | null;
  /** what can be read, and what can be done */
  reads: readonly Ability[];
  can: readonly Ability[];
  /** the program that a call of iptables runs, and the variant it is of; null where there is none */
  iptables: { path: string; program: string; variant: string } | null;
  /** workloads that would not simply go now, the worst first */
  atRisk: readonly Risk[];
  /** known faults of this kernel that matter at the size that is asked for */
  faults: readonly { workloads: readonly string[]; says: string; fixedIn: string | null }[];
  /** why workloads were not judged; null where they were */
  unjudged: string | null;
  /** the command to go on with */
  next: { words: readonly string[]; why: string };
}

/** One workload's answer. */
export interface Risk {
  workload: string;
  answer: CheckAnswer;
}
