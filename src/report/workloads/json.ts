import type { WorkloadRow } from '../../request/workloads/list.ts';
import type { Need } from '../../request/need.ts';
import { type WorkloadOptionName, optionNames } from '../../request/workloads/options.ts';
import type { WorkloadsAnswer } from './answer.ts';
import type { WorkloadsFormat } from './format.ts';

export const jsonFormat: WorkloadsFormat = { name: 'json', render: workloadsJson };

/** The catalogue as the one JSON object of `workloads --format json`, schema buddyguard/workloads/1, with a line feed. */
export function workloadsJson({ kernel, rows, notes }: WorkloadsAnswer): string {
  return `${JSON.stringify({ schema: 'buddyguard/workloads/1', kernel, workloads: rows.map(rowObject), notes })}\n`;
}

/** `request` is the need that stands for the workload, null if this kernel does not have it; `needs` are all of them. */
function rowObject({ workload, need, needs, affected, fixedIn, fault, confidence }: WorkloadRow): object {
  const { name, summary, options, failure, helps, source } = workload;
  return {
    name,
    summary,
    request: need && requestObject(need),
    affected,
    fixedIn,
    confidence,
    fault: fault && {
      name: fault.name,
      says: fault.says,
      since: fault.since,
      silent: fault.silent,
      confidence: fault.confidence,
      source: fault.source,
      note: fault.note,
    },
    needs: needs.map((each) => ({
      what: each.what,
      request: requestObject(each),
      count: each.count,
      stepPages: each.stepPages,
      affected: each.fault?.state ?? 'not-affected',
      confidence: each.confidence,
      notes: each.request.notes,
    })),
    options: Object.fromEntries(
      Object.entries(options).map(([option, meaning]) => [
        optionNames[option as WorkloadOptionName],
        meaning,
      ]),
    ),
    failure,
    helps,
    source,
  };
}

function requestObject({ request: { bytes, order, pages, pageSize, path, gfp } }: Need): object {
  return { bytes, order, pages, pageSize, path, gfp };
}
