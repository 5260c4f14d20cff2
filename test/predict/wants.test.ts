// A row of procFiles that no prediction asks for is never read, and nothing else would say so.
import { expect, it } from '@jest/globals';
import { parseRelease } from '../../src/kernel/release.ts';
import { type ProcFileName, type Reading, procFiles, snapshotOf } from '../../src/machine/snapshot.ts';
import { predict } from '../../src/predict/predict.ts';
import type { AddressSpaceLimit, Path, Request } from '../../src/request/request.ts';
import { textsOf } from '../support/machine-text.ts';

/** Begun by every look. */
const atOnce: readonly string[] = ['buddyinfo', 'zoneinfo', 'defragMode'];

/** Full, so that nothing settles an answer before all of it was asked for. */
const full = textsOf({
  zones: [{ zone: 'Normal', blocks: [100], min: 1000, low: 1250, high: 1500, file: 50 }],
});
/** One block, perhaps on a list that is closed to the request. */
const doubtful = textsOf({
  zones: [{ zone: 'Normal', blocks: [2000, 0, 0, 0, 0, 1], min: 10, managed: 100_000 }],
});
const texts: Partial<Record<ProcFileName, string>> = {
  meminfo:
    'MemTotal: 100000 kB\nMemFree: 400 kB\nMemAvailable: 600 kB\nCommitLimit: 1000 kB\nCommitted_AS: 999 kB\n',
  vmstat: 'nr_free_pages 100\ncompact_fail 3\n',
  pagetypeinfo: full.pagetypeinfo ?? '',
  vmallocinfo: '0x1-0x2 8192 bpf_jit_alloc_exec+0x1/0x2 pages=1 vmalloc\n',
  overcommitMemory: '2\n',
};

function wantedBy(path: Path, limit?: AddressSpaceLimit, machine = full): Set<Reading> {
  const wanted = new Set<Reading>();
  const request: Request = {
    ...{
      workload: null,
      bytes: 131_072,
      order: 5,
      pages: 32,
      pageSize: 4096,
      gfp: ['GFP_KERNEL'],
      notes: [],
    },
    ...(limit === undefined ? { path } : { path, limit }),
  };
  for (let asked = -1; asked < wanted.size;) {
    asked = wanted.size;
    const read = [...wanted].map((name) => [name, texts[name as ProcFileName] ?? '1\n'] as const);
    const snapshot = snapshotOf({
      ...{ buddyinfo: machine.buddyinfo, zoneinfo: machine.zoneinfo },
      ...Object.fromEntries(read.filter(([name]) => name !== 'cgroup')),
    });
    for (const name of predict(request, snapshot, parseRelease('6.12.117')).wants) wanted.add(name);
  }
  return wanted;
}

it('every file of procFiles is wanted by a prediction, or read at once', () => {
  const wanted = new Set<string>([
    ...atOnce,
    ...wantedBy('contiguous'),
    ...wantedBy('contiguous', undefined, doubtful),
    ...wantedBy('vmalloc'),
    ...wantedBy('vmalloc-noretry'),
    ...wantedBy('address-space', 'bpf-jit'),
    ...wantedBy('address-space', 'module-space'),
    ...wantedBy('address-space', 'commit'),
  ]);
  expect(Object.keys(procFiles).filter((name) => !wanted.has(name))).toEqual([]);
});
