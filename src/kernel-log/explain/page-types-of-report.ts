import type { Migratetype, PageTypes, ZonePageTypes } from '../../machine/proc/pagetypeinfo.ts';
import type { BuddyLine, TypeLetter } from '../line/buddy-line.ts';
import type { MemInfo } from '../report/mem-info.ts';

const types: Record<TypeLetter, Migratetype> = {
  U: 'Unmovable',
  M: 'Movable',
  E: 'Reclaimable',
  R: 'Reserve',
  H: 'HighAtomic',
  C: 'CMA',
  I: 'Isolate',
};

/**
 * The page types of a report's free lists; null if a list has no letters.
 * The letters say which lists hold a block of an order, not how many: each list gets one block and the first gets the
 * rest. That is exact for what the allocator asks (is there a block?). The HighAtomic total is set to what the zone's
 * line says.
 */
export function pageTypesOf(memory: MemInfo, pageKib: number): PageTypes | null {
  const lettered = memory.zones.every(({ buddy }) =>
    buddy?.freeBlocks.every((n, order) => n === 0 || (buddy.letters[order] ?? []).length > 0),
  );
  if (!lettered) return null;
  const pageblockOrder = Math.min(9, (memory.zones[0]?.buddy?.freeBlocks.length ?? 1) - 1);
  return {
    pageblockOrder,
    capped: false,
    zones: memory.zones.map(({ line, buddy }) => {
      const kib = line.fields.get('reserved_highatomic');
      const reserved = kib === undefined ? null : Math.floor(kib / pageKib);
      const free = line.fields.get('free_highatomic');
      const maxHighatomicPages = free === undefined ? (reserved ?? 0) : Math.floor(free / pageKib);
      return {
        node: line.node,
        zone: line.zone,
        freeBlocks: buddy ? listsOf(buddy, maxHighatomicPages) : {},
        // From 4.4 to 5.7 it is not printed, which does not mean that there are none.
        pageblocks: reserved === null ? {} : { HighAtomic: reserved / 2 ** pageblockOrder },
      };
    }),
  };
}

function listsOf({ freeBlocks, letters }: BuddyLine, highatomicPages: number): ZonePageTypes['freeBlocks'] {
  const lists: ZonePageTypes['freeBlocks'] = {};
  freeBlocks.forEach((blocks, order) => {
    (letters[order] ?? []).forEach((letter, i, all) => {
      const list = (lists[types[letter]] ??= freeBlocks.map(() => 0));
      list[order] = i === 0 ? Math.max(1, blocks - all.length + 1) : 1;
    });
  });
  const highatomic = lists.HighAtomic;
  if (highatomic) {
    const known = highatomic.reduce((pages, blocks, order) => pages + blocks * 2 ** order, 0);
    highatomic[0] = (highatomic[0] ?? 0) + Math.max(0, highatomicPages - known);
  }
  return lists;
}
