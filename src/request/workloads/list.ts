import { UsageError } from '../../errors.ts';
import type { Confidence, FaultState, FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { Need } from '../need.ts';
import { costlyOrder } from '../order.ts';
import type { Request } from '../request.ts';
import type { WorkloadFacts } from './facts.ts';
import { workloads } from './index.ts';
import { type Workload, needsOf } from './workload.ts';

/** A workload on this machine's kernel. */
export interface WorkloadRow {
  workload: Workload;
  /** empty where this kernel does not have it */
  needs: Need[];
  /** the need that fails first as a rule: it stands for the workload */
  need: Need | null;
  /** the need that a known fault is in: the one above, or another where that has none */
  faulty: Need | null;
  request: Request | null;
  affected: FaultState;
  fault: FaultStatus | null;
  /** the build to upgrade to, where this kernel is affected or may be */
  fixedIn: string | null;
  confidence: Confidence;
}

/** The catalogue as it stands on one machine, one row a workload. */
export function listWorkloads(
  facts: WorkloadFacts,
  catalogue: readonly Workload[] = workloads,
): WorkloadRow[] {
  return catalogue.map((workload) => {
    const needs = needsHere(workload, facts);
    const need = needs.reduce<Need | null>(
      (worst, next) => (worst && risk(worst) >= risk(next) ? worst : next),
      null,
    );
    const faulty = [need, ...needs].find((each) => isFaulty(each)) ?? null;
    const fault = (faulty ?? need)?.fault ?? null;
    const affected = fault?.state ?? 'not-affected';
    return {
      workload,
      needs,
      need,
      faulty,
      request: need?.request ?? null,
      affected,
      fault,
      fixedIn: faulty?.fault?.fixedIn ?? null,
      confidence: needs.some((each) => (each === need || each === faulty) && each.confidence === 'unverified')
        ? 'unverified'
        : 'verified',
    };
  });
}

/** What is known of every fault that a workload's needs can run into. */
export function faultsOf({ needs }: Pick<WorkloadRow, 'needs'>): FaultStatus[] {
  return [...new Map(needs.flatMap(({ fault }) => (fault ? [[fault.name, fault] as const] : []))).values()];
}

/** Options are for whichever workload heeds them; a value that one cannot take (a huge page's size is no MTU) is left out. */
function needsHere(workload: Workload, facts: WorkloadFacts): Need[] {
  const heeded = Object.entries(facts.options).filter(([name]) => name in workload.options);
  try {
    return needsOf(workload, { ...facts, options: Object.fromEntries(heeded) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return needsOf(workload, { ...facts, options: {} });
  }
}

function isFaulty(need: Need | null): boolean {
  return need?.fault?.state === 'affected' || need?.fault?.state === 'unknown';
}

/** What fails first: large blocks, then pages that are asked for once, then memory at all. */
function risk({ request }: Need): number {
  const { path, order, pages } = request;
  if (path === 'contiguous' && order > costlyOrder) return 200 + order;
  return path === 'vmalloc-noretry' ? 100 : pages / 2 ** 32;
}
