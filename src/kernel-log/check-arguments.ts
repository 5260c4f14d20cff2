import type { Verdict } from '../predict/prediction.ts';
import { knownGfpNames } from '../request/gfp.ts';
import { layouts } from '../request/iptables/layout.ts';
import { defaultBytes } from '../request/iptables/need.ts';
import { plainTableSize } from '../request/iptables/table-size.ts';
import { workloadOf } from './callers.ts';
import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from './report.ts';

/** The largest size that `--size` takes. */
const largestSize = 2 ** 40;

/**
 * Arguments of `buddyguard` that ask for what failed: by workload where the report shows one, else by order or by bytes;
 * strict where only that would have stopped it. Null where memory was not what lacked, so that no check could have told,
 * and where the kernel did not print how much was asked for.
 * @param verdict what `check` would have said
 */
export function checkArguments(
  report: Report,
  asked: FailedRequest,
  cause: FailureCause,
  verdict: Verdict,
): string[] | null {
  const noMemory: FailureCause[] = ['address-space', 'cgroup-ids', 'cgroup-limit', 'percpu'];
  if (noMemory.includes(cause)) return null;
  const request = workloadArguments(report, asked, cause) ?? requestArguments(report, asked);
  return request && ['check', ...request, ...(verdict === 'attainable' ? ['--strict'] : [])];
}

function workloadArguments(
  report: Report,
  { requestBytes }: FailedRequest,
  cause: FailureCause,
): string[] | null {
  const workload = cause === 'too-large' ? null : workloadOf(report);
  if (workload === null) return null;
  const family = { iptables: 'ipv4', ip6tables: 'ipv6' } as const;
  const known = Object.entries(family).find(([name]) => name === workload)?.[1];
  // A table larger than the one that is assumed has to be named.
  if (known === undefined || requestBytes === null || requestBytes <= defaultBytes)
    return ['--for', workload];
  const rules = Math.floor((requestBytes - plainTableSize(0, known).bytes) / layouts[known].plainRule);
  return ['--for', workload, '--rules', String(rules)];
}

function requestArguments({ header }: Report, asked: FailedRequest): string[] | null {
  const { request } = asked;
  if (!request || (header.kind === 'vmalloc' && asked.requestBytes === null)) return null;
  const gfp = asked.gfp.filter((name) => knownGfpNames.includes(name));
  const flags = gfp.length === 0 ? [] : ['--gfp', gfp.join('|')];
  if (request.path === 'contiguous') return ['--order', String(request.order), ...flags];
  if (request.bytes > largestSize) return null;
  return ['--size', String(request.bytes), '--path', request.path, ...flags];
}
