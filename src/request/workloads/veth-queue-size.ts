import type { Architecture } from '../../kernel/architecture.ts';
import { atLeast } from '../../kernel/version.ts';
import { architectureOf } from './architecture.ts';
import type { WorkloadFacts } from './facts.ts';
import { type KnownSize, isOfThisKernel, structSize } from './struct-size.ts';

/** Architectures whose ____cacheline_aligned is 64 bytes; the layouts below follow it. */
const lineOf64: readonly Architecture[] = ['x86-64', 'arm64', 'riscv64'];

/**
 * The bytes of one queue, struct veth_rq. From 5.15 to 6.12 the source tells it where nothing better is read: napi_struct
 * and counters fill 512 bytes, the ring takes 192 and xdp_rxq a line of 64; 6.4 put a pointer to the page pool behind
 * them (0ebab78cbcbf), which takes another. BTF of 6.1 and 6.12 agrees.
 */
export function vethQueueSize(facts: WorkloadFacts): KnownSize {
  const { kernel } = facts;
  const size = structSize(facts, 'veth_rq');
  const bySource = !atLeast(kernel, 6, 13) && lineOf64.includes(architectureOf(facts).architecture);
  if (isOfThisKernel(size) || !bySource) return size;
  const bytes = atLeast(kernel, 6, 4) ? 832 : 768;
  return {
    bytes,
    from: 'formula',
    notes: [...size.notes, `struct veth_rq has ${bytes} bytes by the source of drivers/net/veth.c`],
    unverified: null,
  };
}
