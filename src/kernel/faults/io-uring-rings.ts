import { type FaultTable, type UpstreamRange, followers } from './fault-table.ts';

const mapped = '"io_uring: get rid of remap_pfn_range() for mapping rings/sqes" (3ab1db3c6039)';
const region =
  'only where a memory cgroup accounts kernel memory: there the fallback to single pages, alloc_pages_bulk_node(GFP_KERNEL_ACCOUNT), gives no more than one';
const again = 'from 6.14 on it is so again where a memory cgroup accounts kernel memory';
const liburing = 'io_uring/memmap.c io_region_allocate_pages; axboe/liburing#1614';

const backports =
  'the 6.1.132 and 6.6.84 stable updates of March 2025, which took the fallback; whether later 5.10 and 5.15 have it was not seen';

/** Patch levels of a line that are older than those updates. */
function upTo(patch: number): NonNullable<UpstreamRange['seenTo']> {
  return Object.fromEntries(followers.map((distribution) => [distribution, patch]));
}

/**
 * One block for each ring: __get_free_pages() at first (io_mem_alloc), since 6.10 a fallback to single pages
 * (io_pages_map), since 6.14 one that a memory cgroup makes useless (io_region_allocate_pages).
 */
export const ioUringRings: FaultTable = {
  name: 'io-uring-rings',
  says: 'io_uring asks for each of its rings in one contiguous block: order 4 and more from 1,024 entries on',
  relief: 'io_uring then needs no such block',
  source: `io_uring/memmap.c of 6.12.117, io_uring.c of 6.1.192; ${mapped}`,
  // prettier-ignore
  upstream: [
    { from: '5.1.0',    before: '5.10.0-0', fixedIn: '6.10',    silent: true, confidence: 'verified',   source: 'io_uring.c of 5.1', note: again },
    { from: '5.10.0-0', before: '5.11.0-0', fixedIn: '6.10',    silent: true, confidence: 'verified',   seenTo: upTo(234), source: backports, note: again },
    { from: '5.11.0-0', before: '5.15.0-0', fixedIn: '6.10',    silent: true, confidence: 'verified',   source: 'io_uring.c of 5.11', note: again },
    { from: '5.15.0-0', before: '5.16.0-0', fixedIn: '6.10',    silent: true, confidence: 'verified',   seenTo: upTo(179), source: backports, note: again },
    { from: '5.16.0-0', before: '6.1.132',  fixedIn: '6.1.132', silent: true, confidence: 'verified',   source: `the 6.1.132 stable update: ${mapped}`, note: again },
    { from: '6.2.0-0',  before: '6.6.84',   fixedIn: '6.6.84',  silent: true, confidence: 'verified',   source: `the 6.6.84 stable update: ${mapped}`, note: again },
    { from: '6.7.0-0',  before: '6.10.0-0', fixedIn: '6.10',    silent: true, confidence: 'verified',   source: mapped, note: again },
    { from: '6.14.0-0', before: '6.14.0',   fixedIn: null,      silent: true, confidence: 'unverified', unclear: true, source: liburing, note: region },
    { from: '6.14.0',   before: '7.4.0-0',  fixedIn: null,      silent: true, confidence: 'verified',   source: `${liburing}; read in 6.14.7, 6.16.12 and 7.3.4, seen on 6.18.44`, note: region },
    { from: '7.4.0-0',  before: '1000.0.0', fixedIn: null,      silent: true, confidence: 'unverified', source: `${liburing}; last read in 7.3.4`, note: region },
  ],
  builds: [],
};
