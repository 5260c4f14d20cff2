import type { Need } from '../../request/need.ts';
import { costlyOrder } from '../../request/order.ts';
import type { Prediction } from '../../predict/prediction.ts';
import { formatBytes, formatCount } from '../../text/units.ts';
import { maxOrders } from '../line/buddy-line.ts';
import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from '../report/report.ts';

/**
 * Why the kernel refused, in plain sentences with the numbers that decided.
 * @param need what was judged in place of the request itself
 */
export function reasonOf(
  report: Report,
  failed: FailedRequest,
  cause: FailureCause,
  prediction: Prediction | null,
  need: Need | null,
): string {
  const sentences = [
    waited(report),
    becauseOf(report, failed, cause),
    stateSentence(report, cause, prediction, need),
    prediction ? '' : guess(failed, cause),
  ];
  return sentences.filter(Boolean).join('; ');
}

function becauseOf({ header, cache, memcg }: Report, failed: FailedRequest, cause: FailureCause): string {
  switch (cause) {
    case 'address-space':
      if (header.addressRange !== null)
        return `no room for ${size(header.bytes)} in the address range ${header.addressRange}: address space ran out, not memory`;
      return `no room for ${size(header.bytes)} in the kernel's vmalloc or module address space: address space ran out, not memory`;
    case 'too-large':
      return failed.order === null
        ? `${size(failed.requestBytes ?? header.bytes)} are more than the machine's memory`
        : `order ${failed.order} is larger than ${failed.order < maxOrders ? "this kernel's" : "any kernel's"} largest block`;
    case 'zone-absent':
      return 'this machine has no memory in the zones that the request may use, so it never succeeds here';
    case 'percpu':
      return `no room for ${size(header.bytes)} in the per-CPU chunks${header.detail ? ` (${header.detail})` : ''}`;
    case 'cgroup-ids':
      return `${header.detail ?? 'a memory cgroup'} could not be created: the kernel has 65,535 memory cgroup ids, and dead cgroups keep theirs while pages are charged to them`;
    case 'cgroup-limit':
      return memcg === null
        ? `the cache ${cache?.name ?? ''} belongs to a cgroup with a limit on kernel memory`
        : `a memory cgroup reached its limit (${memcg})`;
    case 'no-retry':
      return failed.order === null
        ? `the caller asks for each single page with __GFP_NORETRY: one that could not be allocated after one reclaim pass failed the whole area${obtained(failed, header.obtainedBytes)}`
        : 'the caller ruled out retries with __GFP_NORETRY, so the kernel gave up after one reclaim and one compaction';
    case 'atomic':
      return 'the caller could not wait for reclaim or compaction, so only what was free at that instant counted';
    case 'fragmentation':
      return header.pageOrder > 0
        ? `no huge page of order ${header.pageOrder} could be allocated; the kernel then falls back to single pages, so this line alone is not a failure`
        : '';
    case 'out-of-memory':
      return header.kind === 'vmalloc' ? `single pages ran out${obtained(failed, header.obtainedBytes)}` : '';
    case 'unknown':
      return header.kind === 'vmalloc'
        ? `single pages were refused${obtained(failed, header.obtainedBytes)}, for which fragmentation does not matter: memory ran out, a cgroup reached its limit, or the task was being killed`
        : '';
    case 'watermark':
    case 'reserve':
    case 'withheld-blocks':
      return '';
  }
}

function stateSentence(
  { memory, contested, header }: Report,
  cause: FailureCause,
  prediction: Prediction | null,
  need: Need | null,
): string {
  if (header.kind === 'oom-kill') return 'the report that precedes this line is not in the log';
  if (
    header.kind === 'vmap' ||
    header.kind === 'percpu' ||
    header.kind === 'cgroup' ||
    header.kind === 'slub'
  )
    return '';
  if (cause === 'zone-absent') return '';
  if (!prediction) {
    if (contested) return 'in the log its memory state is mixed up with that of another report';
    return memory.empty ? 'the report has no memory state' : 'the memory state in the report is incomplete';
  }
  if (cause === 'address-space' || cause === 'too-large')
    return `${formatCount(freePages(prediction))} pages were free`;
  const numbers = `${prediction.reason}${wholeStep(need)}`;
  if (prediction.verdict !== 'available' || header.pageOrder > 0) return numbers;
  return `by the time its memory state was printed the request could have been served (${numbers}): memory had come back, or the rule is wrong here`;
}

/** Why more pages are counted than the line of the log says. */
function wholeStep(need: Need | null): string {
  return need
    ? ` (counted as check counts, for the whole step and not only the ${need.request.pages} pages of the table)`
    : '';
}

/** A stalled allocation goes on. */
function waited({ header: { kind } }: Report): string {
  return kind === 'stall' ? 'not refused: the kernel prints this when reclaim takes ten seconds or more' : '';
}

/** The likeliest reason for a refusal without a memory state: mentioned, but not given as the cause. */
function guess({ order, request }: FailedRequest, cause: FailureCause): string {
  if (cause !== 'unknown' || order === null || order <= costlyOrder || request?.path !== 'contiguous')
    return '';
  return `a block of order ${order} is most often refused because of fragmentation`;
}

function freePages({ zones }: Prediction): number {
  return zones.reduce((sum, zone) => sum + zone.freePages, 0);
}

function obtained({ requestBytes }: FailedRequest, bytes: number | null): string {
  if (bytes === null) return '';
  return requestBytes === null
    ? `, after ${size(bytes)} had been obtained`
    : `, after ${size(bytes)} of ${size(requestBytes)} had been obtained`;
}

function size(bytes: number | null): string {
  if (bytes === null) return 'an area';
  return bytes < 1024 ? `${bytes} bytes` : `${formatCount(bytes)} bytes (${formatBytes(bytes)})`;
}
