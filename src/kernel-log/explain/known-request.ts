import type { Need } from '../../request/need.ts';
import { findFault } from '../../kernel/faults/index.ts';
import type { FaultStatus } from '../../kernel/faults/fault-status.ts';
import type { KernelRelease } from '../../kernel/release.ts';
import { costlyOrder } from '../../request/order.ts';
import { type Family, layouts } from '../../request/iptables/layout.ts';
import { defaultBytes } from '../../request/iptables/table-request.ts';
import { plainTableSize } from '../../request/iptables/table-size.ts';
import { workloadFacts } from '../../request/workloads/facts.ts';
import type { WorkloadReadings } from '../../request/workloads/readings.ts';
import { tableNeed } from '../../request/workloads/x-tables.ts';
import { faultNameOf, workloadOf } from './callers.ts';
import type { FailedRequest } from './failed-request.ts';
import type { Report } from '../report/report.ts';

/** What the catalogue of workloads knows of a request that failed. */
interface KnownRequest {
  /** what `check` would judge in its place, the whole step's; null if it would judge the request itself */
  need: Need | null;
  /** what is known of this request on this kernel; null if no kernel is known to handle it badly */
  fault: FaultStatus | null;
}

const families: Readonly<Record<string, Family>> = { iptables: 'ipv4', ip6tables: 'ipv6' };

/** A report says nothing about the machine but its memory. */
const noReadings: WorkloadReadings = {
  possibleCpus: () => null,
  onlineCpus: () => null,
  slab: () => null,
  structBytes: () => ({ absent: 'a report does not hold the types of its kernel' }),
  architecture: () => null,
  configuredCpus: () => null,
  memTotalBytes: () => null,
  liveTables: () => null,
  installedIptables: () => null,
  // A report of x_tables is proof enough.
  legacyModule: () => 'loaded',
  rulesFile: () => '',
  text: () => undefined,
};

/** Recognises a request by the workload and the fault that its report points to. */
export function knownRequest(
  report: Report,
  failed: FailedRequest,
  kernel: KernelRelease | null,
): KnownRequest {
  const workload = workloadOf(report);
  const family = workload === null ? undefined : families[workload];
  if (workload !== null && family !== undefined) return tableRequest(workload, family, failed, kernel);
  const name = faultNameOf(report);
  const large = failed.request?.path === 'contiguous' && failed.request.order > costlyOrder;
  return { need: null, fault: name !== null && large ? findFault(name, kernel) : null };
}

/** An x_tables table: the need that `check --for` has with the arguments that guard against this failure. */
function tableRequest(
  workload: string,
  family: Family,
  failed: FailedRequest,
  kernel: KernelRelease | null,
): KnownRequest {
  const { request } = failed;
  if (!request || request.path === 'contiguous') return { need: null, fault: null };
  const rules = rulesToName(failed, workload) ?? undefined;
  const need = tableNeed(workloadFacts(kernel, request.pageSize, { rules }, noReadings), workload, family);
  const asJudged = request.path === 'vmalloc-noretry' && need.request.path === 'vmalloc-noretry';
  return { need: asJudged ? need : null, fault: need.fault };
}

/** How many plain rules fill a table as large as the one that failed; null if it is no larger than the assumed one. */
export function rulesToName({ requestBytes }: FailedRequest, workload: string): number | null {
  const family = families[workload];
  if (family === undefined || requestBytes === null || requestBytes <= defaultBytes) return null;
  return Math.floor((requestBytes - plainTableSize(0, family).bytes) / layouts[family].plainRule);
}
