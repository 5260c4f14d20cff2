// All that seemed to matter of what was recorded, for a model that need not be explained: how much more there is to know.
import { pagesInBlocks } from '../../src/kernel/free-blocks.ts';
import type { SlowPath } from '../../src/predict/likelihood/question.ts';
import { type Shortage, shortages } from '../../src/predict/likelihood/shortage.ts';
import { hasFreeSwap } from '../../src/predict/reclaimable.ts';
import type { ZoneState } from '../../src/predict/zonelist.ts';

const counters =
  /^(?:compact_|allocstall|pgscan_|pgsteal_|pgmigrate_|pgalloc_|nr_slab|nr_page_table|nr_unevictable|nr_mapped|nr_shmem|nr_dirty|nr_writeback|nr_kernel_stack|kswapd_|pageoutrun|drop_|oom_kill|slabs_scanned|unevictable_|thp_)/;

const log = (amount: number): number => Math.log2(Math.max(0, amount) + 1);
const signedLog = (amount: number): number => Math.sign(amount) * log(Math.abs(amount));

/** Everything, by name; what a kernel does not print is absent. */
export function wideFeatures(slowPath: SlowPath, pageSize: number): Record<string, number> {
  const { order, zonelist, snapshot, kernel } = slowPath;
  const size = 2 ** order;
  const zones = zonelist.zones.filter((zone) => zone.eligible);
  const sum = (of: (zone: ZoneState) => number): number => zones.reduce((total, zone) => total + of(zone), 0);
  const managed = Math.max(
    1,
    sum(({ info }) => info?.managedPages ?? 0),
  );
  const found: Record<string, number> = {
    pageSize: Math.log2(pageSize),
    kernel: (kernel?.major ?? 0) * 100 + (kernel?.minor ?? 0),
    orders: zones[0]?.freeBlocks.length ?? 0,
    pageblock: order - (zonelist.pageTypes?.pageblockOrder ?? 9),
    zones: zones.length,
    processors: zones[0]?.info?.perCpu().cpus ?? 0,
    swap: Number(hasFreeSwap(snapshot)),
    managed: log(managed / size),
  };
  for (const type of [null, 'Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA'] as const) {
    const lists = (zone: ZoneState): readonly number[] =>
      type === null ? zone.freeBlocks : (zone.types?.freeBlocks[type] ?? []);
    for (const by of [0, 1, 2, 3, 4, 6, 99]) {
      const pages = sum((zone) => pagesInBlocks(lists(zone), Math.max(0, order - by)));
      found[`free ${type ?? 'all'} ${by}`] = log(pages / size);
    }
    if (type === null) continue;
    const blocks = sum(({ types }) => types?.pageblocks[type] ?? 0);
    found[`pageblocks ${type}`] = (blocks * 2 ** (zonelist.pageTypes?.pageblockOrder ?? 9)) / managed;
  }
  for (const list of ['inactiveFile', 'activeFile', 'inactiveAnon', 'activeAnon'] as const) {
    const pages = sum(({ info }) => info?.lru[list] ?? 0);
    found[list] = pages / managed;
    found[`${list} blocks`] = log(pages / size);
  }
  const marks = shortages(slowPath) ?? [];
  const nearest = (of: (zone: Shortage) => number): number => Math.max(-1e9, ...marks.map(of));
  for (const mark of ['min', 'low', 'high'] as const) {
    found[mark] = sum(({ info }) => info?.watermarkPages[mark] ?? 0) / managed;
    found[`above ${mark}`] = signedLog(nearest((zone) => -zone.lacks(mark, size)));
    found[`above ${mark} of all`] = nearest((zone) => -zone.lacks(mark, 2 * size)) / managed;
    found[`within reach ${mark}`] = signedLog(
      nearest((zone) => zone.reclaimable - zone.lacks(mark, size)) / size,
    );
  }
  const perCpu = sum(({ info }) => info?.perCpu().pages ?? 0);
  found.perCpu = perCpu / managed;
  found['perCpu blocks'] = log(perCpu / size);
  for (const [name, count] of snapshot.vmstat ?? []) {
    if (!counters.test(name)) continue;
    found[name] = log(count);
    if (name.startsWith('nr_')) found[`${name} share`] = count / managed;
  }
  return found;
}
