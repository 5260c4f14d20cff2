import type { Verdict } from '../../predict/prediction.ts';
import { knownGfpNames } from '../../kernel/gfp.ts';
import { maxSizeBytes } from '../../request/size.ts';
import { workloadOf } from './callers.ts';
import type { FailedRequest } from './failed-request.ts';
import { type FailureCause, withoutMemory } from './failure.ts';
import { rulesToName } from './known-request.ts';
import type { Report } from '../report/report.ts';

/**
 * Arguments of `buddyguard` that ask for what failed: by workload if the report shows one, else by order or by bytes;
 * with --strict if only that would have stopped it. Null if something other than memory ran out, so that no check could
 * have told, and if the kernel did not print how much was asked for.
 * @param verdict what `check` would have said
 */
export function checkArguments(
  report: Report,
  failed: FailedRequest,
  cause: FailureCause,
  verdict: Verdict,
): string[] | null {
  if (withoutMemory.includes(cause)) return null;
  const request = workloadArguments(report, failed, cause) ?? requestArguments(report, failed);
  return request && ['check', ...request, ...(verdict === 'attainable' ? ['--strict'] : [])];
}

function workloadArguments(report: Report, failed: FailedRequest, cause: FailureCause): string[] | null {
  const workload = cause === 'too-large' ? null : workloadOf(report);
  if (workload === null) return null;
  // A table larger than the one that is assumed has to be named.
  const rules = rulesToName(failed, workload);
  return ['--for', workload, ...(rules === null ? [] : ['--rules', String(rules)])];
}

function requestArguments({ header }: Report, failed: FailedRequest): string[] | null {
  const { request } = failed;
  if (!request || (header.kind === 'vmalloc' && failed.requestBytes === null)) return null;
  const gfp = failed.gfp.filter((name) => knownGfpNames.includes(name));
  const flags = gfp.length === 0 ? [] : ['--gfp', gfp.join('|')];
  if (request.path === 'contiguous') return ['--order', String(request.order), ...flags];
  if (request.bytes > maxSizeBytes) return null;
  return ['--size', String(request.bytes), '--path', request.path, ...flags];
}
