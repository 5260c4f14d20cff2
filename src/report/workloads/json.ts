import type { FaultStatus } from '../../kernel/faults/fault-status.ts';
import { countEvidence } from '../../request/workloads/evidence.ts';
import { type WorkloadRow, faultsOf } from '../../request/workloads/list.ts';
import type { Need } from '../../request/need.ts';
import { type WorkloadOptionName, optionNames } from '../../request/workloads/options.ts';
import { jsonLine } from '../../text/json-line.ts';
import type { WorkloadAnswer, WorkloadsAnswer } from './answer.ts';
import { evidenceOf, tracedKernels } from './evidence.ts';
import type { WorkloadsFormat } from './format.ts';

export const jsonFormat: WorkloadsFormat = {
  name: 'json',
  render: workloadsJson,
  renderOne: workloadJson,
};

/** The catalogue as the one JSON object of `workloads --format json`, schema buddyguard/workloads/1, with a line feed. */
export function workloadsJson({ kernel, rows, notes }: WorkloadsAnswer): string {
  const facts = countEvidence(rows.flatMap(({ workload }) => evidenceOf(workload)));
  const object = {
    schema: 'buddyguard/workloads/1',
    kernel,
    workloads: rows.map(rowObject),
    facts,
    notes,
  };
  return jsonLine(object);
}

/** One workload as the one JSON object of `workloads NAME --format json`, schema buddyguard/workload/1, with a line feed. */
export function workloadJson({ kernel, row, notes }: WorkloadAnswer): string {
  const faults = faultsOf(row).map((fault) => ({
    ...faultObject(fault),
    state: fault.state,
    fixedIn: fault.fixedIn,
  }));
  return jsonLine({
    schema: 'buddyguard/workload/1',
    kernel,
    workload: { ...rowObject(row), faults },
    notes,
  });
}

/** `request` is the need that stands for the workload, null if this kernel does not have it; `needs` are all of them. */
function rowObject({ workload, need, needs, affected, fixedIn, fault, confidence }: WorkloadRow): object {
  const { name, summary, options, formula, failure, helps, source } = workload;
  return {
    name,
    summary,
    request: need && requestObject(need),
    affected,
    fixedIn,
    confidence,
    fault: fault && faultObject(fault),
    needs: needs.map((each) => ({
      what: each.what,
      request: requestObject(each),
      count: each.count,
      stepPages: each.stepPages,
      beside: each.beside,
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
    formula,
    failure,
    helps,
    source,
    evidence: evidenceOf(workload),
    traced: tracedKernels(workload),
  };
}

function faultObject({ name, says, since, silent, confidence, source, note }: FaultStatus): object {
  return { name, says, since, silent, confidence, source, note };
}

function requestObject({
  request: { bytes, order, pages, pageSize, path, gfp, from, unsized },
}: Need): object {
  return {
    ...{ bytes, order, pages, pageSize, path, gfp },
    ...(from === undefined ? {} : { from }),
    ...(unsized === undefined ? {} : { unsized }),
  };
}
