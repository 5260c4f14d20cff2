import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RemedyDone } from '../../src/guard/check.ts';
import { type Look, goes } from '../../src/guard/look.ts';
import { remediesFor } from '../../src/guard/remedies/remedies.ts';
import type { RemedyTools } from '../../src/guard/remedies/remedy.ts';
import { Machine } from '../../src/memory/machine.ts';
import { predict } from '../../src/predict/predict.ts';
import type { Path } from '../../src/request/request.ts';
import { plainRequest } from '../../src/request/plain-request.ts';
import { FakeWorld } from '../support/fake-world.ts';
import { killHolders, killed, lockHolder } from '../support/lock-holder.ts';
import { FragmentedRoot } from '../support/fragmented-root.ts';

let root: FragmentedRoot;
let world: FakeWorld;
let limit = 60_000;
beforeEach(() => {
  root = new FragmentedRoot();
  world = new FakeWorld();
  limit = 60_000;
});
afterEach(() => {
  killHolders();
  root.remove();
});

const node0 = 'sys/devices/system/node/node0/compact';
const read = (name: string): string => readFileSync(join(root.path, name), 'utf8');

/** Sees the root as it is. */
function lookAt({ order = 9, path = 'contiguous' }: Plan): Look {
  const machine = new Machine(root.path);
  const request = plainRequest({ order, path }, 4096);
  const snapshot = machine.snapshot(['vmstat', 'meminfo']);
  return {
    need: { request, fault: null, stepPages: 1, count: 1 },
    prediction: predict(request, snapshot, machine.kernel),
    snapshot,
  };
}

interface Plan {
  compact?: boolean;
  dropCaches?: boolean;
  order?: number;
  path?: Path;
  /** happens at each look that the remedy itself takes */
  atLook?: () => void;
}

/** A guard's remedies over its whole run: each call is one attempt. */
function remedy(plan: Plan = {}): () => Promise<RemedyDone> {
  const { compact = true, dropCaches = false, atLook } = plan;
  const tools: RemedyTools = {
    machine: new Machine(root.path),
    world,
    look: () => {
      atLook?.();
      return lookAt(plan);
    },
    goes: (prediction) => goes(prediction, true),
    limitMilliseconds: () => limit,
  };
  const apply = remediesFor({ compact, dropCaches }, tools);
  return () => apply(lookAt(plan));
}

describe('compaction', () => {
  it('is announced, done on the node that needs it, and told with what it gave', async () => {
    const done = await remedy()();
    expect(world.said).toEqual(['compacting node 0, as --compact asks']);
    expect(read(node0)).toBe('1');
    expect(read('proc/sys/vm/compact_memory')).toBe('');
    expect(done).toEqual({
      remedy: 'compact',
      helped: false,
      says: expect.stringMatching(/^compacted node 0 in \d+\.\d s: free blocks of order 9\+ 0 -> 0$/),
    });
  });

  it('helped where free blocks of the order are more than before', async () => {
    const apply = remedy();
    // The machine changes while the child writes: the write is the only thing that waits for real.
    world.say = (line) => {
      world.said.push(line);
      root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 7, 1]);
    };
    const done = await apply();
    expect(done.helped).toBe(true);
    expect(done.says).toContain('free blocks of order 9+ 0 -> 9');
  });

  it('is done on each node that can help and on no other', async () => {
    root.remove();
    root = new FragmentedRoot([0, 2]);
    const texts = read('proc/zoneinfo').replace('free     100000', 'free     1200');
    root.write('proc/zoneinfo', texts);
    const done = await remedy()();
    expect([read(node0), read('sys/devices/system/node/node2/compact')]).toEqual(['', '1']);
    expect(done.says).toContain('compacted node 2 ');
  });

  it('is done on the whole machine where the kernel has no files for nodes', async () => {
    rmSync(join(root.path, 'sys'), { recursive: true });
    const done = await remedy()();
    expect(read('proc/sys/vm/compact_memory')).toBe('1');
    expect(done.says).toContain('compacted all nodes ');
  });

  it.each<[string, () => void, RegExp, Plan?]>([
    [
      'single pages are asked for',
      () => undefined,
      /single pages are asked for/,
      { order: 20, path: 'vmalloc-noretry' },
    ],
    [
      'no zone has pages to move others into',
      () => {
        root.write('proc/zoneinfo', read('proc/zoneinfo').replace('free     100000', 'free     1300'));
      },
      /no zone has the free pages/,
    ],
    [
      'the load is high',
      () => {
        root.write('proc/loadavg', '4.10 1.00 1.00 1/100 1\n');
      },
      /the load is 2\.\d tasks a CPU, more than 2/,
    ],
    [
      'kcompactd is at it',
      () => {
        world.beforeSleep = () => {
          root.write('proc/vmstat', 'compact_migrate_scanned 10\ncompact_stall 0\ncompact_daemon_wake 2\n');
        };
      },
      /kcompactd is compacting memory/,
    ],
    [
      'a guard of another container is at it',
      () => {
        world.beforeSleep = () => {
          root.write('proc/vmstat', 'compact_migrate_scanned 99\ncompact_stall 0\ncompact_daemon_wake 1\n');
        };
      },
      /somebody else is compacting memory/,
    ],
    [
      'no time is left',
      () => {
        limit = 100;
      },
      /there is no time left/,
    ],
  ])('is left where %s', async (_, arrange, why, plan = {}) => {
    const apply = remedy(plan);
    arrange();
    const done = await apply();
    expect(done).toEqual({ remedy: null, helped: false, says: expect.stringMatching(why) });
    expect([world.said, read(node0), read('proc/sys/vm/compact_memory')]).toEqual([[], '', '']);
  });

  it('is left where the memory has come meanwhile', async () => {
    const done = await remedy({
      atLook: () => {
        root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
      },
    })();
    expect(done.says).toMatch(/possible meanwhile/);
    expect(read(node0)).toBe('');
  });

  it('is left where another guard holds the lock, and done when that one was killed', async () => {
    const holder = await lockHolder(join(root.path, node0));
    const apply = remedy();
    expect((await apply()).says).toMatch(/another guard is compacting/);
    expect(read(node0)).toBe('');
    await killed(holder);
    expect((await apply()).remedy).toBe('compact');
  });

  it('rests after one that did not help, and so does a guard that starts later', async () => {
    const apply = remedy();
    expect((await apply()).remedy).toBe('compact');
    root.write(node0, '1');
    const again = await apply();
    expect(again).toEqual({
      remedy: null,
      helped: false,
      says: expect.stringMatching(/the last time did not help, the next is in \d+\.\d s at the earliest/),
    });
    expect((await apply()).says).toBe('');
    expect((await remedy()()).says).toMatch(/the last time did not help/);
  });

  it('waits a random moment, and the same moment for nobody', async () => {
    for (const draw of [0, 0.5, 1]) {
      world = new FakeWorld([draw]);
      limit = 0;
      await remedy()();
      expect(world.slept).toEqual([50 + 200 * draw]);
    }
  });

  it.each<[string, () => void, RegExp]>([
    [
      'is not in this kernel',
      () => {
        rmSync(join(root.path, node0));
        rmSync(join(root.path, 'proc/sys/vm/compact_memory'));
      },
      /compact_memory is not there$/,
    ],
    [
      'is masked',
      () => {
        rmSync(join(root.path, 'sys'), { recursive: true });
        rmSync(join(root.path, 'proc/sys/vm/compact_memory'));
        symlinkSync('/dev/null', join(root.path, 'proc/sys/vm/compact_memory'));
      },
      /compact_memory is a symbolic link$/,
    ],
  ])('says once that it %s, and is not tried again', async (_, arrange, why) => {
    arrange();
    const apply = remedy();
    expect((await apply()).says).toMatch(why);
    expect(await apply()).toEqual({ remedy: null, helped: false, says: '' });
  });
});

describe('dropping caches', () => {
  it('is announced and done, value 1', async () => {
    const done = await remedy({ compact: false, dropCaches: true })();
    expect(world.said).toEqual(["dropping the host's page cache, as --drop-caches asks"]);
    expect([read('proc/sys/vm/drop_caches'), read(node0)]).toEqual(['1', '']);
    expect(done.says).toMatch(/^page cache dropped in \d+\.\d s: free pages 100000 -> 100000$/);
  });

  it('comes before compaction, which needs the pages', async () => {
    const done = await remedy({ dropCaches: true })();
    expect(done.remedy).toBe('drop-caches, compact');
    expect(world.said).toEqual([
      "dropping the host's page cache, as --drop-caches asks",
      'compacting node 0, as --compact asks',
    ]);
  });

  it('spares the compaction where it was enough', async () => {
    let looks = 0;
    const done = await remedy({
      dropCaches: true,
      atLook: () => {
        if (++looks === 2) root.freeBlocks([10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50]);
      },
    })();
    expect(done.remedy).toBe('drop-caches');
    expect(read(node0)).toBe('');
  });

  it('is not done again within a minute, even if it helped', async () => {
    const apply = remedy({ compact: false, dropCaches: true });
    world.say = () => {
      root.freeBlocks([150_000]);
    };
    expect((await apply()).helped).toBe(true);
    root.freeBlocks([100_000]);
    expect((await apply()).says).toMatch(
      /the last time is not long ago, the next is in [56]\d\.\d s at the earliest/,
    );
  });
});

describe('no remedy', () => {
  it('is none', async () => {
    expect(await remedy({ compact: false })()).toEqual({ remedy: null, helped: false, says: '' });
  });
});
