/**
 * Which of the kernel's allocators reported the failure. A stall has not failed but has waited for at least ten seconds
 * (4.10 to 4.14, and 7.2 on); of an oom-kill the log has only the line that names the killed task, not the report before it.
 */
export type FailureKind =
  'page-allocation' | 'stall' | 'vmalloc' | 'vmap' | 'slub' | 'percpu' | 'oom' | 'oom-kill' | 'cgroup';

/** What went wrong inside a vmalloc, in the kernel's own words. */
export type VmallocStep = 'pages' | 'page-array' | 'map' | 'exceeds-total-pages' | 'address-space' | 'unsaid';

/** The first line of a failure's report. */
export interface Header {
  kind: FailureKind;
  comm: string | null;
  /** what stands before the kernel's own words: the command's name where it prints one, and any prefix left */
  before: string;
  order: number | null;
  /** the number of bytes in the line, as the kernel printed it */
  bytes: number | null;
  /** bytes that the caller asked for, without the guard page; null if the line does not say */
  requestBytes: number | null;
  /** bytes that had been obtained when it failed; null if the line does not say */
  obtainedBytes: number | null;
  /** `0x40dc0(GFP_KERNEL|__GFP_COMP)` in two */
  gfpMask: string | null;
  gfpNames: string[] | null;
  vmallocStep: VmallocStep | null;
  /** order of the huge pages that a vmalloc tried before single pages; 0 if it tried none */
  pageOrder: number;
  /** the first and last address that the allocation was restricted to, as printed */
  addressRange: string | null;
  /** how long a stalled allocation had waited when this was printed */
  waitedMilliseconds: number | null;
  /** what percpu and SLUB add */
  detail: string | null;
}

/** What a line tells of a header. */
export type KnownHeader = Partial<Header> & Pick<Header, 'kind'>;

/** A header of which only this is known. */
export function headerOf(known: KnownHeader): Header {
  return {
    comm: null,
    before: '',
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
