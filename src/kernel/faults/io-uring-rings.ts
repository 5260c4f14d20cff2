import type { FaultTable } from './fault-table.ts';

/** io_mem_alloc(), io_uring/io_uring.c: __get_free_pages() for the whole ring, without a fallback. */
export const ioUringRings: FaultTable = {
  name: 'io-uring-rings',
  says: 'io_uring asks for each of its rings in one contiguous block: order 4 and more from 1,024 entries on',
  source: 'io_uring.c of 5.11 and 6.14',
  // prettier-ignore
  upstream: [
    { from: '5.1.0', before: '6.10.0-0', fixedIn: '6.10', silent: true, confidence: 'unverified',
      source: 'io_uring.c of 5.11', note: 'the fallback to single pages is in 6.14; in which version it came was not read' },
  ],
  builds: [],
};
