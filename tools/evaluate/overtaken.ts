import { snapshotOf } from '../../src/machine/snapshot.ts';
import type { Trial } from './trial.ts';

/**
 * Whether the state moved on behind the reading: kswapd or kcompactd worked, pages were moved, or blocks were taken or given back,
 * between the reading and the request or, without a compaction of its own, while the kernel was asked. What a verdict says is
 * then about another state than the one that the kernel met.
 *
 * Trials from before the second reading have what was scanned and migrated during the request, and their own texts, which were
 * read one after the other.
 */
export function isOvertaken(trial: Trial): boolean {
  const {
    meanwhile,
    attempts: [first],
  } = trial;
  const counters = meanwhile
    ? [
        meanwhile.kswapdScanned,
        meanwhile.kswapdReclaimed,
        meanwhile.kcompactdScanned,
        meanwhile.pagesMigrated,
      ]
    : [];
  const compacted = (first?.compactStalls ?? 0) > 0;
  const during = [
    first?.kswapdScanned,
    first?.kcompactdScanned,
    ...(compacted ? [] : [first?.pagesMigrated, first?.migrateScanned]),
  ];
  return (
    typeof meanwhile?.buddyinfo === 'string' ||
    [...counters, ...during].some((grown) => (grown ?? 0) > 0) ||
    textsDisagree(trial)
  );
}

/**
 * Whether the texts tell of different states: pagetypeinfo, which is read last, has other free blocks than buddyinfo, or meminfo
 * other free pages than zoneinfo, by as many as were asked for (what reading takes itself is less).
 */
function textsDisagree({ texts, request: { order }, pageSize }: Trial): boolean {
  const { buddyinfo, zoneinfo, pagetypeinfo, meminfo } = snapshotOf(texts);
  const otherBlocks = (pagetypeinfo?.capped === true ? [] : (pagetypeinfo?.zones ?? [])).some((types) => {
    const row = buddyinfo.find(({ node, zone }) => node === types.node && zone === types.zone);
    const lists = Object.values(types.freeBlocks);
    return row?.freeBlocks.some(
      (count, at) => count !== lists.reduce((sum, list) => sum + (list[at] ?? 0), 0),
    );
  });
  const memFree = meminfo?.get('MemFree');
  if (otherBlocks || memFree === undefined || !zoneinfo) return otherBlocks;
  const free = zoneinfo.reduce((sum, zone) => sum + zone.freePages, 0);
  return Math.abs((memFree * 1024) / pageSize - free) >= 2 ** order;
}
