import { predictedRequest } from '../../request/need.ts';
import { type KernelRelease, parseRelease } from '../../kernel/release.ts';
import { predict } from '../../predict/predict.ts';
import type { Prediction } from '../../predict/prediction.ts';
import { gfpTraits } from '../../kernel/gfp.ts';
import type { Request } from '../../request/request.ts';
import { adviceOnFailure } from './advice.ts';
import { callersOf } from './callers.ts';
import { causeOf } from './cause.ts';
import { checkArguments } from './check-arguments.ts';
import { type FailedRequest, failedRequest } from './failed-request.ts';
import type { Failure } from './failure.ts';
import { knownRequest } from './known-request.ts';
import { snapshotOfReport } from './memory-state.ts';
import { reasonOf } from './reason.ts';
import { kernelOfMask } from '../../kernel/gfp-mask.ts';
import type { Report } from '../report/report.ts';

/** What a caller of `explainReport` may set. */
export interface ExplainOptions {
  /** judge every failure as on this kernel release, whatever the log says */
  kernel?: string | undefined;
  /** whether a process's name may be told; where not, it is `another process`, and cgroups and ids are left out */
  named?: ((comm: string) => boolean) | undefined;
}

/** A report whose request has been read. */
interface ReadReport {
  report: Report;
  /** read where it is needed: a failure that is reported again is only counted */
  kernel: () => KernelRelease | null;
  failed: FailedRequest;
  callers: string[];
  /** the same for reports of one failure: the same task, kernel, caller, request and limit */
  key: string;
}

/** Reads what was asked for, by whom and on which kernel. */
export function readReport(report: Report, { kernel: override, named }: ExplainOptions = {}): ReadReport {
  if (named) leaveOutNames(report, named);
  const { header, release, memcg, cache } = report;
  const { kind, comm, gfpMask, gfpNames, obtainedBytes } = header;
  const aged = gfpMask !== null && gfpNames === null ? kernelOfMask(Number(gfpMask)) : null;
  const kernel = (): KernelRelease | null => parseRelease(override ?? release ?? '') ?? aged;
  const failed = failedRequest(report, kernel);
  const callers = callersOf(report.frames);
  // How much a vmalloc had obtained when it failed differs each time.
  const size = failed.bytes === obtainedBytes ? failed.requestBytes : failed.bytes;
  const request = [failed.order, size, gfpMask, callers[0], cache?.name ?? null, memcg !== null];
  return { report, kernel, failed, callers, key: JSON.stringify([kind, comm, release, ...request]) };
}

/**
 * Explains one report: its request goes through the same prediction as in `check`, on the memory that the report shows
 * and by the rules of the report's kernel.
 */
export function explainReport({ report, kernel: read, failed, callers }: ReadReport): Failure {
  const kernel = read();
  const { header, memory } = report;
  const known = knownRequest(report, failed, kernel);
  // What `check` judges: for an x_tables table, the whole step.
  const judged = known.need ? predictedRequest(known.need) : failed.request;
  const prediction = report.contested || !judged ? null : predictionOf(report, judged, kernel);
  const zoneless = memory.zoneless && !report.contested;
  const complete =
    prediction !== null || zoneless || (memory.complete && !report.contested && failed.request === null);
  const cause = causeOf(report, failed, prediction);
  const verdict = zoneless ? 'unavailable' : (prediction?.verdict ?? 'unknown');
  return {
    line: report.line,
    time: report.time,
    kind: header.kind,
    comm: header.comm,
    kernelRelease: report.release,
    cache: report.cache?.name ?? null,
    waitedMilliseconds: header.waitedMilliseconds,
    order: failed.order,
    bytes: failed.bytes,
    requestBytes: failed.requestBytes,
    obtainedBytes: header.obtainedBytes,
    gfpMask: header.gfpMask,
    gfp: failed.gfp,
    callers,
    complete,
    verdict,
    likelihood: prediction?.likelihood ?? null,
    cause,
    reason: reasonOf(report, failed, cause, prediction, known.need),
    advice: adviceOnFailure(report, failed, cause, known.fault),
    check: checkArguments(report, failed, cause, verdict),
    zones: prediction?.zones ?? [],
    count: 1,
    lastLine: report.line,
    lastTime: report.time,
  };
}

/** What tells of other processes: their names, the cgroups of containers, a killed task's line. */
function leaveOutNames(report: Report, named: (comm: string) => boolean): void {
  const { header, cache } = report;
  const comm = header.comm === null || named(header.comm) ? header.comm : 'another process';
  report.header = { ...header, comm, detail: header.kind === 'cgroup' ? null : header.detail };
  if (report.memcg !== null) report.memcg = 'left out';
  if (cache) report.cache = { ...cache, name: cache.name.replace(/\(\d+:.*\)$/, '(0:left-out)') };
}

/**
 * Null if the memory state is incomplete or impossible: reserves that fit no kernel's zones, or no line for a zone that
 * the kernel looked in.
 */
function predictionOf(report: Report, request: Request, kernel: KernelRelease | null): Prediction | null {
  const snapshot = snapshotOfReport(report.memory, gfpTraits(request.gfp).highestZone);
  const prediction = snapshot && predict(request, snapshot, kernel);
  return prediction?.cause === 'zone-absent' ? null : prediction;
}
