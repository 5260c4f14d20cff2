import type { KernelRelease } from '../kernel/release.ts';
import type { Snapshot } from '../memory/snapshot.ts';
import type { GfpTraits } from '../request/gfp.ts';
import { compactionOutlook } from './compaction.ts';
import { pagesInBlocks } from './free-lists.ts';
import { hasFreeSwap } from './reclaimable.ts';
import type { ZoneState, Zonelist } from './zonelist.ts';

/** What the slow path starts from, in numbers that a model can weigh; logarithms are to base 2 of pages plus one. */
export type SlowPathFeatures = Record<string, number>;

/** Reads the features of a request that no free block serves. */
export function slowPathFeatures(
  order: number,
  traits: GfpTraits,
  zonelist: Zonelist,
  snapshot: Snapshot,
  kernel: KernelRelease | null,
): SlowPathFeatures {
  const zones = zonelist.zones.filter((zone) => zone.eligible && zone.info !== null);
  const sum = (of: (zone: ZoneState) => number): number => zones.reduce((total, zone) => total + of(zone), 0);
  const outlooks = zones.map((zone) => compactionOutlook(zone, order, zonelist.classIndex, kernel));
  const size = 2 ** order;
  const headroom = outlooks.reduce((total, o) => total + Math.max(0, o.headroomPages), 0);
  const best = Math.max(...outlooks.map((o) => o.headroomPages), -1e6);
  const file = sum(({ info }) => (info ? info.lru.inactiveFile + info.lru.activeFile : 0));
  const anon = sum(({ info }) => (info ? info.lru.inactiveAnon + info.lru.activeAnon : 0));
  const free = sum(({ info }) => info?.freePages ?? 0);
  const managed = sum(({ info }) => info?.managedPages ?? 0);
  const kernelPages = Math.max(0, managed - free - file - anon);
  const f: SlowPathFeatures = {
    order,
    noRetry: Number(traits.noRetry),
    suitable: Number(outlooks.some((o) => o.suitable)),
    bestHeadroom: signedLog(best),
    headroomBlocks: log(headroom / size),
    freeBlocks: log(free / size),
    file: log(file),
    fileBlocks: log(file / size),
    fileShare: file / managed,
    anonShare: anon / managed,
    freeShare: free / managed,
    kernelShare: kernelPages / managed,
    pcp: log(sum(({ info }) => info?.perCpuPages ?? 0)),
    pcpBlocks: log(sum(({ info }) => info?.perCpuPages ?? 0) / size),
    swap: Number(hasFreeSwap(snapshot)),
    belowLow: Number(zones.every(({ info }) => !info || info.freePages < info.watermarkPages.low)),
    belowHigh: Number(zones.every(({ info }) => !info || info.freePages < info.watermarkPages.high)),
    managed: log(managed),
  };
  for (const d of [1, 2, 3]) f[`under${d}`] = log(sum((zone) => zone.freeBlocks[order - d] ?? 0));
  f['small'] = log(
    sum(
      (zone) =>
        (pagesInBlocks(zone.freeBlocks, 0) - pagesInBlocks(zone.freeBlocks, Math.max(0, order - 3))) / size,
    ),
  );
  f['at'] = log(sum((zone) => pagesInBlocks(zone.freeBlocks, order)) / size);
  // deficit where blocks exist
  let deficit = 1e6;
  for (const zone of zones)
    if (zone.info && pagesInBlocks(zone.freeBlocks, order) > 0) {
      const r = zonelist.classIndex === null ? 0 : (zone.info.lowmemReserve[zonelist.classIndex] ?? 0);
      deficit = Math.min(deficit, Math.max(0, zone.info.watermarkPages.min + r + size - zone.info.freePages));
    }
  f['deficit'] = deficit === 1e6 ? 25 : log(deficit);
  f['deficitCover'] = deficit === 1e6 ? -25 : log(file) - log(deficit);
  // pageblocks
  const pbo = zonelist.pageTypes?.pageblockOrder ?? 9;
  let expect = 0,
    expectAll = 0,
    u = 0,
    m = 0,
    freeM = 0,
    freeU = 0,
    haBlocks = 0,
    underM = 0;
  for (const zone of zones) {
    if (!zone.info) continue;
    const pb = zone.types?.pageblocks ?? {};
    const U = (pb.Unmovable ?? 0) + (pb.Reclaimable ?? 0) + (pb.HighAtomic ?? 0),
      M = pb.Movable ?? 0;
    u += U;
    m += M;
    const l = zone.types?.freeBlocks ?? {};
    const fU =
      pagesInBlocks(l.Unmovable ?? [], 0) +
      pagesInBlocks(l.Reclaimable ?? [], 0) +
      pagesInBlocks(l.HighAtomic ?? [], 0);
    const fM = pagesInBlocks(l.Movable ?? [], 0);
    freeM += fM;
    freeU += fU;
    haBlocks += pagesInBlocks(l.HighAtomic ?? [], order) / size;
    underM += pagesInBlocks(l.Movable ?? [], Math.max(0, order - 1)) / size;
    const zk = Math.max(
      0,
      zone.info.managedPages -
        zone.info.freePages -
        zone.info.lru.inactiveFile -
        zone.info.lru.activeFile -
        zone.info.lru.inactiveAnon -
        zone.info.lru.activeAnon -
        zone.info.perCpuPages,
    );
    const cap = Math.max(0, U * 2 ** pbo - fU);
    const over = Math.max(0, zk - cap);
    const lam = M > 0 ? over / (M * 2 ** pbo) : 1;
    const out = compactionOutlook(zone, order, zonelist.classIndex, kernel);
    const e = M * 2 ** (pbo - order) * Math.exp(-Math.min(50, lam * size));
    expectAll += e;
    if (out.headroomPages > 0) expect += e;
  }
  f['clean'] = log(expect);
  f['cleanAll'] = log(expectAll);
  f['unmovShare'] = u / (u + m || 1);
  f['movBlocks'] = log(m);
  f['freeMshare'] = freeM / (freeM + freeU || 1);
  f['freeMblocks'] = log(freeM / size);
  f['freeUblocks'] = log(freeU / size);
  f['ha'] = log(haBlocks);
  f['underM'] = log(underM);
  f['freePerM'] = freeM / (m * 2 ** pbo || 1);
  f['indexMax'] = Math.max(...outlooks.map((o) => o.index));
  const v = (n: string) => snapshot.vmstat?.get(n) ?? 0;
  f['cstall'] = log(v('compact_stall'));
  f['cfailRate'] = (v('compact_fail') + 1) / (v('compact_stall') + 2);
  f['csucc'] = (v('compact_success') + 1) / (v('compact_stall') + 2);
  f['cscan'] = log(v('compact_migrate_scanned'));
  f['cfree'] = log(v('compact_free_scanned'));
  f['ciso'] = log(v('compact_isolated'));
  f['cmigEff'] = log(v('compact_isolated')) - log(v('compact_migrate_scanned'));
  f['pgmigFail'] = (v('pgmigrate_fail') + 1) / (v('pgmigrate_success') + v('pgmigrate_fail') + 2);
  f['dwake'] = log(v('compact_daemon_wake'));
  f['stealD'] = log(v('pgsteal_direct'));
  f['allocstall'] = log(
    Array.from(snapshot.vmstat ?? [])
      .filter(([k]) => k.startsWith('allocstall'))
      .reduce((a, [, b]) => a + b, 0),
  );
  f['dirty'] = log(v('nr_dirty') + v('nr_writeback'));
  f['slabR'] = log(v('nr_slab_reclaimable'));
  f['mlocked'] = log(v('nr_mlock'));
  f['unevict'] = log(v('nr_unevictable'));
  f['shmem'] = log(v('nr_shmem'));
  f['mapped'] = log(v('nr_mapped'));
  return f;
}

function log(pages: number): number {
  return Math.log2(Math.max(0, pages) + 1);
}

function signedLog(pages: number): number {
  return Math.sign(pages) * log(Math.abs(pages));
}
