import type { FaultTable } from './fault-table.ts';

/** __vmalloc_area_node() calling warn_alloc() with __GFP_NOWARN set, mm/vmalloc.c. */
export const vmallocSilent: FaultTable = {
  name: 'vmalloc-silent',
  says: 'a vmalloc that is refused its pages leaves no line in the kernel log',
  relief: 'a refusal is then in the kernel log',
  source: 'mm/vmalloc.c of 5.9, 5.17 and 6.3',
  // prettier-ignore
  upstream: [
    { from: '5.10.0',   before: '5.13.0-0', fixedIn: '6.3', silent: true, confidence: 'verified', source: 'mm/vmalloc.c of 5.10.262, 5.11 and 5.12' },
    { from: '5.13.0-0', before: '5.14.0-0', fixedIn: '6.3', silent: true, confidence: 'unverified', source: 'd70bec8cc95a' },
    { from: '5.14.0-0', before: '5.16.0-0', fixedIn: '6.3', silent: true, confidence: 'verified', source: 'mm/vmalloc.c of 5.14 and 5.15.224' },
    { from: '5.16.0-0', before: '5.17.0-0', fixedIn: '6.3', silent: true, confidence: 'unverified', source: 'between 5.15.224 and 5.17' },
    { from: '5.18.0-0', before: '5.19.0-0', fixedIn: '6.3', silent: true, unclear: true, confidence: 'unverified', source: 'between 5.17 and 5.19' },
    { from: '5.19.0-0', before: '6.3.0-0',  fixedIn: '6.3', silent: true, confidence: 'verified', source: 'mm/vmalloc.c of 5.19, 6.1.176 and 6.2' },
  ],
  // prettier-ignore
  builds: [
    { distribution: 'rhel', upstream: { line: [4, 18] }, from: 348, fixedIn: '6.3', silent: true, verifiedFrom: 348, source: 'mm/vmalloc.c of 4.18.0-348' },
    { distribution: 'rhel', upstream: { line: [5, 14] }, fixedIn: '6.3', silent: true, source: 'of the lineage of 4.18.0-348' },
  ],
};
