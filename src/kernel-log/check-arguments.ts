import { knownGfpNames } from '../request/gfp.ts';
import { workloadOf } from './callers.ts';
import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from './report.ts';

/** The largest size that `--size` takes. */
const largestSize = 2 ** 40;

/**
 * Arguments of `buddyguard` that ask for what failed: by workload where the report shows one, else by order or by bytes.
 * Null where memory was not what lacked, so that no check could have told.
 */
export function checkArguments(report: Report, asked: FailedRequest, cause: FailureCause): string[] | null {
  const noMemory: FailureCause[] = ['address-space', 'cgroup-ids', 'cgroup-limit', 'percpu'];
  if (noMemory.includes(cause)) return null;
  const workload = cause === 'too-large' ? null : workloadOf(report);
  if (workload !== null) return ['check', '--for', workload];
  const { request } = asked;
  if (!request) return null;
  const gfp = asked.gfp.filter((name) => knownGfpNames.includes(name));
  const flags = gfp.length === 0 ? [] : ['--gfp', gfp.join('|')];
  if (request.path === 'contiguous') return ['check', '--order', String(request.order), ...flags];
  if (request.bytes > largestSize) return null;
  return ['check', '--size', String(request.bytes), '--path', request.path, ...flags];
}
