import { UsageError } from '../../errors.ts';
import type { Confidence, FaultState, Finding } from '../../kernel/faults/finding.ts';
import { costlyOrder } from '../order.ts';
import type { Request } from '../request.ts';
import { needsOf } from './context.ts';
import { workloads } from './index.ts';
import type { Workload, WorkloadContext, WorkloadNeed } from './workload.ts';

/** A workload on this machine's kernel. */
export interface WorkloadRow {
  workload: Workload;
  /** empty where this kernel does not have it */
  needs: WorkloadNeed[];
  /** the need that fails first as a rule: it stands for the workload */
  need: WorkloadNeed | null;
  /** the need that a known fault is in: the one above, or another where that has none */
  faulty: WorkloadNeed | null;
  request: Request | null;
  affected: FaultState;
  fault: Finding | null;
  /** the build to upgrade to, where this kernel is affected or may be */
  fixedIn: string | null;
  confidence: Confidence;
}

/** The catalogue as it stands on one machine, one row a workload. */
export function listWorkloads(
  context: WorkloadContext,
  catalogue: readonly Workload[] = workloads,
): WorkloadRow[] {
  return catalogue.map((workload) => {
    const needs = needsHere(workload, context);
    const need = needs.reduce<WorkloadNeed | null>(
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

/** Options are for whichever workload heeds them; a value that one cannot take (a huge page's size is no MTU) is left out. */
function needsHere(workload: Workload, context: WorkloadContext): WorkloadNeed[] {
  const heeded = Object.entries(context.options).filter(([name]) => name in workload.options);
  try {
    return needsOf(workload, { ...context, options: Object.fromEntries(heeded) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return needsOf(workload, { ...context, options: {} });
  }
}

function isFaulty(need: WorkloadNeed | null): boolean {
  return need?.fault?.state === 'affected' || need?.fault?.state === 'unknown';
}

/** What fails first: large blocks, then pages that are asked for once, then memory at all. */
function risk({ request }: WorkloadNeed): number {
  const { path, order, pages } = request;
  if (path === 'contiguous' && order > costlyOrder) return 200 + order;
  return path === 'vmalloc-noretry' ? 100 : pages / 2 ** 32;
}
