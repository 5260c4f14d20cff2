import type { Failure } from '../../kernel-log/explain/failure.ts';
import { formatBytes, formatCount } from '../../text/units.ts';

/** What was refused to whom and where, in one line. */
export function headline(failure: Failure): string {
  const { kind, comm, bytes, requestBytes, kernelRelease, cache, waitedMilliseconds } = failure;
  const who = comm ?? 'the kernel';
  const block = `a block of order ${failure.order ?? '?'}`;
  const where = kernelRelease === null ? '' : ` on ${kernelRelease}`;
  const area = requestBytes ?? bytes ?? 0;
  switch (kind) {
    case 'page-allocation':
      return `${who} was refused ${block}${bytes === null ? '' : ` (${formatBytes(bytes)})`}${where}`;
    case 'stall':
      return `${who} waited ${formatCount(waitedMilliseconds ?? 0)} ms for ${block}${where}`;
    case 'vmalloc':
      return `${who} was refused ${requestBytes === null ? 'a vmalloc area' : `${formatCount(area)} bytes of vmalloc`}${where}`;
    case 'vmap':
      return `no address space for ${formatCount(area)} bytes${where}`;
    case 'slub':
      return `${cache === null ? 'a slab cache' : `the slab cache ${cache}`} could not grow by ${block}${where}`;
    case 'percpu':
      return `no per-CPU memory for ${formatCount(area)} bytes${where}`;
    case 'oom':
      return `${who} invoked the OOM killer for ${block}${where}`;
    case 'oom-kill':
      return `the OOM killer killed ${who}${where}`;
    case 'cgroup':
      return `a memory cgroup could not be created${where}`;
  }
}
