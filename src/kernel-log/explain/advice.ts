import type { FaultStatus } from '../../kernel/faults/fault-status.ts';
import { gfpTraits } from '../../kernel/gfp.ts';
import { advise } from '../../predict/advice.ts';
import type { Advice } from '../../predict/advised.ts';
import type { Prediction } from '../../predict/prediction.ts';
import { plainRequest } from '../../request/plain-request.ts';
import { faultNameOf } from './callers.ts';
import type { FailedRequest } from './failed-request.ts';
import type { FailureCause } from './failure.ts';
import type { Report } from '../report/report.ts';

/** Assumed if a report does not show it. */
const usualPageSize = 4096;

/**
 * What helps against a cause, most useful first: what `check` would advise, with the fixed kernel before all else, then
 * what only a report can show.
 * @param fault what is known of this request on this kernel
 */
export function adviceOnFailure(
  report: Report,
  failed: FailedRequest,
  cause: FailureCause,
  fault: FaultStatus | null,
): string[] {
  // The line looks like a refusal, but is none.
  if (report.header.pageOrder > 0) return ['nothing to do, unless another failure follows'];
  if (faultlessPool(report)) return ['nothing: harmless: the kernel goes on with a smaller pool'];
  const request =
    failed.request ?? plainRequest({ order: failed.order ?? 0, path: 'contiguous' }, usualPageSize);
  const advice = [
    ...fixFirst(advise(request, asCheckNamesIt(cause, failed), fault).filter(isForStep)).map(
      ({ says }) => says,
    ),
    ...adviceByCause(report, failed, cause, fault),
  ];
  if (faultNameOf(report) === 'memcg-cache-array') {
    advice.push(
      'the block is an array with a slot for each memory cgroup id that has kernel memory accounting: leaked cgroups make it grow; boot with cgroup.memory=nokmem or reboot the host',
    );
  }
  if (cause === 'unknown' && report.memory.empty) {
    advice.push('look in dmesg on that machine for the whole report, with Mem-Info and the zones');
  }
  return advice;
}

/** The kernel's own pool for coherent DMA asks for smaller blocks until it gets some (kernel/dma/pool.c, 5.8 on). */
function faultlessPool({ frames }: Report): boolean {
  return frames.some(({ symbol }) => /^(?:__)?(?:atomic_pool_expand|dma_atomic_pool_init)\b/.test(symbol));
}

/** After a failure the fixed kernel comes before what helps now. */
function fixFirst(all: readonly Advice[]): Advice[] {
  const isFix = ({ says }: Advice): boolean => /: this kernel (?:has|may have) a known fault/.test(says);
  return [...all.filter(isFix), ...all.filter((advice) => !isFix(advice))];
}

/** Not what only whoever runs `check` can add to it. */
function isForStep({ does }: Advice): boolean {
  return !does || 'words' in does || does.options.every(({ name }) => name !== 'timeout' && name !== 'path');
}

/** A cause as `check` would have named it, if it could have seen it. */
function asCheckNamesIt(
  cause: FailureCause,
  { order }: FailedRequest,
): Pick<Prediction, 'verdict' | 'cause' | 'never'> {
  switch (cause) {
    case 'fragmentation':
    case 'watermark':
    case 'reserve':
    case 'withheld-blocks':
    case 'out-of-memory':
    case 'cgroup-limit':
      return { verdict: 'unavailable', cause, never: false };
    case 'no-retry':
      return { verdict: 'unavailable', cause: order === null ? 'watermark' : 'fragmentation', never: false };
    case 'zone-absent':
      return { verdict: 'unavailable', cause: 'zone-absent', never: true };
    case 'too-large':
      if (order !== null) return { verdict: 'unavailable', cause: 'never', never: true };
      return { verdict: 'unknown', cause: 'none', never: false };
    case 'atomic':
    case 'cgroup-ids':
    case 'address-space':
    case 'percpu':
    case 'unknown':
      return { verdict: 'unknown', cause: 'none', never: false };
  }
}

/** Advice that only a report can give grounds for. */
function adviceByCause(
  { header }: Report,
  { order, gfp }: FailedRequest,
  cause: FailureCause,
  fault: FaultStatus | null,
): string[] {
  switch (cause) {
    case 'no-retry':
      return fault === null ? ['run a kernel whose caller retries, if there is one'] : [];
    case 'atomic':
      if (!gfpTraits(gfp).atomic)
        return [
          'as a rule nothing: a caller that neither waits nor may use the reserve has another way, or tries again; raise vm.watermark_scale_factor where it recurs',
        ];
      return order === 0 || order === null
        ? ['raise vm.min_free_kbytes: atomic callers draw on that reserve']
        : [
            'usually a network driver that drops the packet and carries on; raise vm.min_free_kbytes, or lower the MTU or ring size that needs the block',
          ];
    case 'cgroup-limit':
      return header.kind === 'slub' ? ['before 5.16, check memory.kmem.limit_in_bytes too'] : [];
    case 'cgroup-ids':
      return [
        'check num_cgroups of memory in /proc/cgroups: remove dead cgroups, drop caches, or reboot the host',
      ];
    case 'address-space':
      return [
        'look in /proc/vmallocinfo, and at VmallocUsed, for what leaks or fills it; on 32-bit kernels vmalloc=SIZE on the command line makes it larger',
        'for module or BPF space, check net.core.bpf_jit_limit too',
      ];
    case 'too-large':
      return order === null ? ['ask for less: no state of this machine can serve it'] : [];
    case 'percpu':
      return [
        'reduce what grows with each CPU (cgroups, network namespaces, iptables rules), or boot with nr_cpus= set to the CPUs that are present',
      ];
    case 'zone-absent':
      return [
        'keep memory in the zone that the driver asks for (it lies above 4 GiB), or use a driver that does without',
      ];
    case 'fragmentation':
    case 'watermark':
    case 'reserve':
    case 'withheld-blocks':
    case 'out-of-memory':
    case 'unknown':
      return [];
  }
}
