import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeIo } from '../../support/fake-io.ts';
import { killHolders, killed, lockHolder } from '../../support/lock-holder.ts';
import { RemedyBench, type RemedyPlan } from '../../support/remedy-bench.ts';

let bench: RemedyBench;
beforeEach(() => {
  bench = new RemedyBench();
});
afterEach(() => {
  killHolders();
  bench.root.remove();
});

const node0 = 'sys/devices/system/node/node0/compact';

describe('compaction', () => {
  it('is announced, done on the node that needs it, and told with what it gave', async () => {
    const done = await bench.remedy()();
    expect(bench.io.said).toEqual(['compacting node 0, as --compact asks']);
    expect(bench.read(node0)).toBe('1');
    expect(bench.read('proc/sys/vm/compact_memory')).toBe('');
    expect(done).toEqual({
      remedy: 'compact',
      helped: false,
      says: expect.stringMatching(/^compacted node 0 in \d+\.\d s: free blocks of order 9\+ 0 -> 0$/),
    });
  });

  it('helped where free blocks of the order are more than before', async () => {
    const apply = bench.remedy();
    // The machine changes while the child writes: the write is the only thing that waits for real.
    bench.io.say = (line) => {
      bench.io.said.push(line);
      bench.root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1]);
    };
    const done = await apply();
    expect(done.helped).toBe(true);
    expect(done.says).toContain('free blocks of order 9+ 0 -> 9');
  });

  it('is done on each node that can help and on no other', async () => {
    bench.root.remove();
    bench = new RemedyBench([0, 2]);
    const texts = bench.read('proc/zoneinfo').replace('free     100000', 'free     1200');
    bench.root.write('proc/zoneinfo', texts);
    const done = await bench.remedy()();
    expect([bench.read(node0), bench.read('sys/devices/system/node/node2/compact')]).toEqual(['', '1']);
    expect(done.says).toContain('compacted node 2 ');
  });

  it('is done on the whole machine where the kernel has no files for nodes', async () => {
    rmSync(join(bench.root.path, 'sys'), { recursive: true });
    const done = await bench.remedy()();
    expect(bench.read('proc/sys/vm/compact_memory')).toBe('1');
    expect(done.says).toContain('compacted all nodes ');
  });

  it.each<[string, () => void, RegExp, RemedyPlan?]>([
    [
      'single pages are asked for',
      () => undefined,
      /the request is for single pages/,
      { order: 20, path: 'vmalloc-noretry' },
    ],
    [
      'no zone has pages to move others into',
      () => {
        bench.root.write(
          'proc/zoneinfo',
          bench.read('proc/zoneinfo').replace('free     100000', 'free     1300'),
        );
      },
      /no zone has the free pages/,
    ],
    [
      'the load is high',
      () => {
        bench.root.write('proc/loadavg', '4.10 1.00 1.00 1/100 1\n');
      },
      /the load is 2\.\d tasks per CPU, more than 2/,
    ],
    [
      'kcompactd is at it',
      () => {
        bench.io.beforeSleep = () => {
          bench.root.write(
            'proc/vmstat',
            'compact_migrate_scanned 10\ncompact_stall 0\ncompact_daemon_wake 2\n',
          );
        };
      },
      /kcompactd is compacting memory/,
    ],
    [
      'a guard of another container is at it',
      () => {
        bench.io.beforeSleep = () => {
          bench.root.write(
            'proc/vmstat',
            'compact_migrate_scanned 99\ncompact_stall 0\ncompact_daemon_wake 1\n',
          );
        };
      },
      /somebody else is compacting memory/,
    ],
    [
      'no time is left',
      () => {
        bench.limitMilliseconds = 100;
      },
      /there is no time left/,
    ],
  ])('is left where %s', async (_, arrange, why, plan = {}) => {
    const apply = bench.remedy(plan);
    arrange();
    const done = await apply();
    expect(done).toEqual({ remedy: null, helped: false, says: expect.stringMatching(why) });
    expect([bench.io.said, bench.read(node0), bench.read('proc/sys/vm/compact_memory')]).toEqual([
      [],
      '',
      '',
    ]);
  });

  it('is left where the memory has come meanwhile', async () => {
    const done = await bench.remedy({
      atLook: () => {
        bench.root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
      },
    })();
    expect(done.says).toMatch(/possible in the meantime/);
    expect(bench.read(node0)).toBe('');
  });

  it('is done for what would go as attainable, and left where that has become available', async () => {
    const apply = bench.remedy({ strict: false });
    expect((await apply()).remedy).toBe('compact');
    bench.root.remove();
    bench = new RemedyBench();
    const atLook = (): void => {
      bench.root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
    };
    expect((await bench.remedy({ strict: false, atLook })()).says).toMatch(/possible in the meantime/);
  });

  it('is left where another guard holds the lock, and done when that one was killed', async () => {
    const holder = await lockHolder(join(bench.root.path, node0));
    const apply = bench.remedy();
    expect((await apply()).says).toMatch(/another guard is compacting/);
    expect(bench.read(node0)).toBe('');
    await killed(holder);
    expect((await apply()).remedy).toBe('compact');
  });

  it('rests after one that did not help, and so does a guard that starts later', async () => {
    const apply = bench.remedy();
    expect((await apply()).remedy).toBe('compact');
    bench.root.write(node0, '1');
    const again = await apply();
    expect(again).toEqual({
      remedy: null,
      helped: false,
      says: expect.stringMatching(
        /the last time did not help, the next attempt is in \d+\.\d s at the earliest/,
      ),
    });
    expect((await apply()).says).toBe('');
    expect((await bench.remedy()()).says).toMatch(/the last time did not help/);
  });

  it('waits a random moment, and the same moment for nobody', async () => {
    for (const draw of [0, 0.5, 1]) {
      bench.io = new FakeIo([draw]);
      bench.limitMilliseconds = 0;
      await bench.remedy()();
      expect(bench.io.slept).toEqual([50 + 200 * draw]);
    }
  });

  it.each<[string, () => void, RegExp]>([
    [
      'is not in this kernel',
      () => {
        rmSync(join(bench.root.path, node0));
        rmSync(join(bench.root.path, 'proc/sys/vm/compact_memory'));
      },
      /compact_memory is not there$/,
    ],
    [
      'may not be done on the node, by the reason that keeps it from there',
      () => {
        rmSync(join(bench.root.path, 'proc/sys/vm/compact_memory'));
        rmSync(join(bench.root.path, node0));
        symlinkSync('/dev/null', join(bench.root.path, node0));
      },
      /node0\/compact is a symbolic link$/,
    ],
    [
      'is masked',
      () => {
        rmSync(join(bench.root.path, 'sys'), { recursive: true });
        rmSync(join(bench.root.path, 'proc/sys/vm/compact_memory'));
        symlinkSync('/dev/null', join(bench.root.path, 'proc/sys/vm/compact_memory'));
      },
      /compact_memory is a symbolic link$/,
    ],
  ])('says once that it %s, and is not tried again', async (_, arrange, why) => {
    arrange();
    const apply = bench.remedy();
    expect((await apply()).says).toMatch(why);
    expect(await apply()).toEqual({ remedy: null, helped: false, says: '' });
  });
});
