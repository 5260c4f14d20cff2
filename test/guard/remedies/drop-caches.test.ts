import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RemedyBench } from '../../support/remedy-bench.ts';

let bench: RemedyBench;
beforeEach(() => {
  bench = new RemedyBench();
});
afterEach(() => {
  bench.root.remove();
});

/** Of a root that is not this machine's nobody knows whose cache it is. */
const announced = (): string =>
  `dropping the page cache by ${bench.root.path}/proc/sys/vm/drop_caches, as --drop-caches and --root ask`;

const node0 = 'sys/devices/system/node/node0/compact';

describe('dropping caches', () => {
  it('is announced and done, value 1', async () => {
    const done = await bench.remedy({ compact: false, dropCaches: true })();
    expect(bench.io.said).toEqual([announced()]);
    expect([bench.read('proc/sys/vm/drop_caches'), bench.read(node0)]).toEqual(['1', '']);
    expect(done.says).toMatch(/^page cache dropped in \d+\.\d s: free pages 100000 -> 100000$/);
  });

  it('comes before compaction, which needs the pages', async () => {
    const done = await bench.remedy({ dropCaches: true })();
    expect(done.remedy).toBe('drop-caches, compact');
    expect(bench.io.said).toEqual([announced(), 'compacting node 0, as --compact asks']);
  });

  it('spares the compaction where it was enough', async () => {
    let looks = 0;
    const done = await bench.remedy({
      dropCaches: true,
      atLook: () => {
        if (++looks === 2) bench.root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50]);
      },
    })();
    expect(done.remedy).toBe('drop-caches');
    expect(bench.read(node0)).toBe('');
  });

  it('is not done again within a minute, even if it helped', async () => {
    const apply = bench.remedy({ compact: false, dropCaches: true });
    bench.io.say = () => {
      bench.root.freeBlocks([150_000]);
    };
    expect((await apply()).helped).toBe(true);
    bench.root.freeBlocks([100_000]);
    expect((await apply()).says).toMatch(
      /the last time was not long ago, the next attempt is in \d+\.\d s at the earliest/,
    );
  });
});

describe('no remedy', () => {
  it('is none', async () => {
    expect(await bench.remedy({ compact: false })()).toEqual({ remedy: null, helped: false, says: '' });
  });
});
