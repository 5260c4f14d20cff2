import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { adviceFacts, remedyFacts } from '../../src/guard/advice-facts.ts';
import { noFacts } from '../../src/predict/advice-facts.ts';
import { answerOf, zoneOf } from '../support/answers.ts';

const buddyinfo =
  'Node 0, zone   Normal      1      0      0      0      0      0      0      0      0      0      0 \n';
const zoneinfo = `Node 0, zone   Normal
  per-node stats
      nr_inactive_file 300
      nr_active_file 50
      nr_dirty     20
      nr_writeback 10
  pages free     1000
        min      10
        low      20
        high     30
        spanned  4096
        present  4096
        managed  4000
        protection: (0, 0)
  pagesets
    cpu: 0
              count: 1
              high:  2
              batch: 1
    cpu: 1
              count: 1
              high:  2
              batch: 1
  start_pfn:           0
`;
const meminfo = 'MemTotal: 16384 kB\nSwapTotal: 0 kB\nHugePages_Free: 3\nHugepagesize: 2048 kB\n';
const cgroups = '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t9\t1\nmemory\t4\t65001\t1\n';

const remedied = ['compaction', 'cacheSuffices', 'waited'];
const unread = Object.fromEntries(Object.entries(noFacts).filter(([name]) => !remedied.includes(name)));

describe('adviceFacts', () => {
  it('finds each fact where the kernel prints it', () => {
    const snapshot = snapshotOf({ buddyinfo, zoneinfo, meminfo });
    snapshot.cgroup = { path: '/job', limitBytes: 2 ** 30, bytes: 5, unusedBytes: 0 };
    const { cgroup } = snapshot;
    expect(adviceFacts(snapshot, { minFreeKbytes: '45056\n', cgroups, possibleCpus: 64 })).toEqual({
      minFreeKbytes: 45_056,
      allPages: 4000,
      cleanCachePages: 320,
      possibleCpus: 64,
      onlineCpus: 2,
      swapTotalKib: 0,
      freeHugePages: 3,
      hugePageKib: 2048,
      memoryCgroups: 65_001,
      cgroup,
    });
  });

  it('knows nothing of what was not read, or is not what the kernel prints', () => {
    expect(adviceFacts(snapshotOf({ buddyinfo }))).toEqual(unread);
    expect(adviceFacts(snapshotOf({ buddyinfo }), { minFreeKbytes: 'lots', cgroups: 'memory lots' })).toEqual(
      unread,
    );
  });
});

describe('remedyFacts', () => {
  // 330 pages of clean cache: 350 of files, less what is dirty or under writeback.
  const snapshot = snapshotOf({ buddyinfo, zoneinfo });
  const request = answerOf().request!;
  const looked = (remedy: string | null) => ({
    verdict: 'unavailable' as const,
    likelihood: 0.1,
    afterMilliseconds: 0,
    remedy,
  });
  const facts = (freePages: number, attempts = [looked(null)], changes: Partial<typeof request> = {}) =>
    remedyFacts(
      { ...request, ...changes },
      { zones: [zoneOf({ fits: false, freePages })] },
      snapshot,
      attempts,
    );

  // The mark is 1,000 pages, the block 16.
  it.each([
    [1017, 'helps', true],
    [1016, 'with-cache', true],
    [700, 'with-cache', true],
    [600, 'useless', false],
  ] as const)('with %i free pages compaction %s', (freePages, compaction, cacheSuffices) => {
    expect(facts(freePages)).toEqual({ compaction, cacheSuffices, waited: false });
  });

  it('calls useless what this run has done in vain', () => {
    expect(facts(5000, [looked(null), looked('compact')])).toMatchObject({
      compaction: 'useless',
      waited: true,
    });
    expect(facts(1000, [looked(null), looked('drop-caches, compact')])).toEqual({
      compaction: 'useless',
      cacheSuffices: false,
      waited: true,
    });
    expect(facts(1000, [looked(null), looked('drop-caches')])).toMatchObject({ compaction: 'useless' });
  });

  it('counts what one reclaim pass can give to single pages', () => {
    const single = { path: 'vmalloc-noretry' as const, order: 7, pages: 81 };
    const of = 'can be had';
    const asked = (has: number) =>
      remedyFacts({ ...request, ...single }, { zones: [], room: { needs: 100, has, of } }, snapshot, [
        looked(null),
      ]);
    expect([asked(99), asked(100)]).toMatchObject([
      { compaction: 'useless', cacheSuffices: false },
      { compaction: 'useless', cacheSuffices: true },
    ]);
  });
});
