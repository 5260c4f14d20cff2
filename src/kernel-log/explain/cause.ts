import { costlyOrder } from '../../request/order.ts';
import type { Prediction } from '../../predict/prediction.ts';
import { gfpTraits } from '../../kernel/gfp.ts';
import { maxOrders } from '../line/buddy-line.ts';
import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from '../report/report.ts';

/** On machines that run CI, a vmalloc larger than this is more likely short of RAM than of address space. */
const hugeVmallocBytes = 2 ** 30;

/**
 * Why the kernel refused. The kernel's own words decide first, then what the caller ruled out, then the state of the
 * memory; if none of them tells, the cause is unknown.
 * @param prediction from the report's own state; null if that is not complete
 */
export function causeOf(report: Report, failed: FailedRequest, prediction: Prediction | null): FailureCause {
  const { header } = report;
  if (report.memory.zoneless && !report.contested) return 'zone-absent';
  if ((failed.order ?? 0) >= maxOrders) return 'too-large';
  switch (header.kind) {
    case 'percpu':
      return 'percpu';
    case 'cgroup':
      return 'cgroup-ids';
    case 'vmap':
      return 'address-space';
    case 'oom':
    case 'oom-kill':
      return report.memcg === null ? outOfMemoryCause(prediction) : 'cgroup-limit';
    case 'vmalloc':
      return vmallocCause(report, failed, prediction);
    case 'slub':
      // The line that names the cache is missing: it may be that of a group at its limit.
      if (report.cache === null) return 'unknown';
      if (/\(\d+:[^)]+\)$/.test(report.cache.name)) return 'cgroup-limit';
      return pageCause(failed, prediction);
    case 'page-allocation':
    case 'stall':
      return pageCause(failed, prediction);
  }
}

function outOfMemoryCause(prediction: Prediction | null): FailureCause {
  const found = prediction?.cause;
  return found === 'fragmentation' || found === 'withheld-blocks' ? found : 'out-of-memory';
}

function vmallocCause(
  { header, memory, memcg }: Report,
  { gfp, bytes }: FailedRequest,
  prediction: Prediction | null,
): FailureCause {
  const { vmallocStep: step, pageOrder } = header;
  if (step === 'address-space') return 'address-space';
  if (step === 'exceeds-total-pages') return 'too-large';
  if (step === 'unsaid') {
    const managedKib = memory.zones.reduce((sum, { line }) => sum + (line.fields.get('managed') ?? 0), 0);
    const maxBytes = memory.complete ? managedKib * 1024 : hugeVmallocBytes;
    return (bytes ?? 0) > maxBytes ? 'too-large' : 'address-space';
  }
  if (pageOrder > 0) return 'fragmentation';
  if (gfpTraits(gfp).noRetry) return 'no-retry';
  if (saysNoWait(gfp)) return 'atomic';
  // A cgroup limit or the killing of the task ends a vmalloc with the same words.
  if (prediction !== null && prediction.verdict !== 'available') return 'out-of-memory';
  return memcg === null ? 'unknown' : 'cgroup-limit';
}

function pageCause({ order, gfp }: FailedRequest, prediction: Prediction | null): FailureCause {
  const traits = gfpTraits(gfp);
  if (prediction?.never === true) return 'too-large';
  if (saysNoWait(gfp)) return 'atomic';
  if (traits.noRetry) return 'no-retry';
  const found = prediction?.cause;
  if (found === 'watermark')
    return (order ?? 0) <= costlyOrder && isExhausted(prediction) ? 'out-of-memory' : 'watermark';
  const told: FailureCause[] = ['fragmentation', 'withheld-blocks', 'reserve', 'out-of-memory'];
  return told.find((cause) => cause === found) ?? 'unknown';
}

/** The flags say that the caller may not wait; bits that have no name say nothing. */
function saysNoWait(gfp: readonly string[]): boolean {
  return gfp.some((name) => !name.startsWith('0x')) && !gfpTraits([...gfp]).mayBlock;
}

/** Not even half of the min mark is left anywhere: a request that is retried for ever can fail only in such a state. */
function isExhausted(prediction: Prediction | null): boolean {
  return (prediction?.zones ?? []).every(
    (zone) => !zone.allowed || zone.freePages < (zone.watermarkPages?.min ?? 0) / 2,
  );
}
