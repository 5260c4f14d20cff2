import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../src/machine/snapshot.ts';
import { noFacts } from '../../src/predict/advice.ts';
import { adviceFacts } from '../../src/guard/advice-facts.ts';

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

describe('adviceFacts', () => {
  it('finds each fact where the kernel prints it', () => {
    const snapshot = snapshotOf({ buddyinfo, zoneinfo, meminfo });
    snapshot.cgroup = { path: '/job', limitBytes: 2 ** 30, bytes: 5 };
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
      cgroup: { path: '/job', limitBytes: 2 ** 30, bytes: 5 },
    });
  });

  it('knows nothing of what was not read, or is not what the kernel prints', () => {
    expect(adviceFacts(snapshotOf({ buddyinfo }))).toEqual(noFacts);
    expect(adviceFacts(snapshotOf({ buddyinfo }), { minFreeKbytes: 'lots', cgroups: 'memory lots' })).toEqual(
      noFacts,
    );
  });
});
