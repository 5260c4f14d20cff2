/**
 * Which of the kernel's allocators reported the failure. A stall has not failed, but waited for ten seconds and more
 * (4.10 to 4.14); of an oom-kill only the line that names the killed task is there, not the report before it.
 */
export type FailureKind =
  'page-allocation' | 'stall' | 'vmalloc' | 'vmap' | 'slub' | 'percpu' | 'oom' | 'oom-kill' | 'cgroup';

/** What went wrong inside a vmalloc, by the kernel's own words. */
export type VmallocStep = 'pages' | 'page-array' | 'map' | 'exceeds-total-pages' | 'address-space' | 'unsaid';

/** The first line of a failure's report. */
export interface Header {
  kind: FailureKind;
  comm: string | null;
  order: number | null;
  /** the number of bytes in the line, as the kernel printed it */
  bytes: number | null;
  /** bytes asked for by the caller, without the guard page; null where the line does not say */
  requestBytes: number | null;
  /** bytes that had been obtained when it failed; null where the line does not say */
  obtainedBytes: number | null;
  /** `0x40dc0(GFP_KERNEL|__GFP_COMP)` in two */
  gfpMask: string | null;
  gfpNames: string[] | null;
  vmallocStep: VmallocStep | null;
  /** of the huge pages that a vmalloc tried before single ones; 0 where it tried none */
  pageOrder: number;
  /** the first and last address that the allocation was restricted to, as printed */
  addressRange: string | null;
  /** how long a stalled allocation had waited when it said so */
  waitedMilliseconds: number | null;
  /** what percpu and SLUB say besides */
  detail: string | null;
}

/** As much of a header as a line tells. */
export type KnownHeader = Partial<Header> & Pick<Header, 'kind'>;

/** A header of which only this is known. */
export function headerOf(known: KnownHeader): Header {
  return {
    comm: null,
    order: null,
    bytes: null,
    requestBytes: null,
    obtainedBytes: null,
    gfpMask: null,
    gfpNames: null,
    vmallocStep: null,
    pageOrder: 0,
    addressRange: null,
    waitedMilliseconds: null,
    detail: null,
    ...known,
  };
}
