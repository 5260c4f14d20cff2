import { MalformedError } from '../../errors.ts';
import { forEachLine, parseCount, wordsOf } from '../../text/lines.ts';

const migratetypes = [
  'Unmovable',
  'Movable',
  'Reclaimable',
  'Reserve',
  'HighAtomic',
  'CMA',
  'Isolate',
] as const;
export type Migratetype = (typeof migratetypes)[number];

/** What /proc/pagetypeinfo says of one zone. */
export interface ZonePageTypes {
  node: number;
  zone: string;
  /** free blocks an order, for each migratetype that the kernel prints */
  freeBlocks: Partial<Record<Migratetype, number[]>>;
  /** pageblocks of each type, free or not */
  pageblocks: Partial<Record<Migratetype, number>>;
}

/** /proc/pagetypeinfo as one value. */
export interface PageTypes {
  pageblockOrder: number;
  /** the kernel stopped counting a list at 100,000 blocks: those counts are lower bounds */
  capped: boolean;
  zones: ZonePageTypes[];
}

interface Seen {
  pageblockOrder: number | null;
  capped: boolean;
  /** the types that a 'Number of blocks' heading announced */
  blockTypes: string[] | null;
  orders: number | null;
}

const file = '/proc/pagetypeinfo';

/**
 * Parses /proc/pagetypeinfo (mm/vmstat.c pagetypeinfo_show): `>100000` is a list that was not counted to its end,
 * `Reserve` exists before 4.4 only, where it is everybody's last resort.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parsePagetypeinfo(text: string): PageTypes {
  const zones = new Map<string, ZonePageTypes>();
  // One object, because the compiler forgets what a callback did to single variables.
  const seen: Seen = { pageblockOrder: null, capped: false, blockTypes: null, orders: null };

  const zoneOf = (node: number, zone: string): ZonePageTypes => {
    const key = `${node} ${zone}`;
    let found = zones.get(key);
    if (!found) zones.set(key, (found = { node, zone, freeBlocks: {}, pageblocks: {} }));
    return found;
  };
  const counts = (words: string[], line: string, number: number): number[] =>
    words.map((word) => {
      const isCapped = word.startsWith('>');
      const count = parseCount(isCapped ? word.slice(1) : word);
      if (count === null || count > Number.MAX_SAFE_INTEGER / 2 ** 32) {
        throw new MalformedError(file, number, line, 'decimal counts');
      }
      if (isCapped) seen.capped = true;
      return count;
    });

  forEachLine(text, (line, number) => {
    if (line.trim() === '' || line.startsWith('Free pages count') || line.startsWith('Pages per block:'))
      return;
    const order = line.startsWith('P') ? /^Page block order:\s+(\d{1,2})\s*$/.exec(line) : null;
    if (order) {
      seen.pageblockOrder = Number(order[1]);
      return;
    }
    if (line.startsWith('Number of blocks type') || line.startsWith('Number of mixed blocks')) {
      seen.blockTypes = line.startsWith('Number of blocks') ? wordsOf(line.slice(21)) : [];
      return;
    }
    const free = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*), type\s+([A-Za-z]+)\s+(?=[>\d])(.*)$/.exec(
      line,
    );
    if (free) {
      const row = counts(wordsOf(free[4] ?? ''), line, number);
      seen.orders ??= row.length;
      if (row.length !== seen.orders)
        throw new MalformedError(file, number, line, `${seen.orders} counts as in the first row`);
      const type = typeNamed(free[3] ?? '');
      if (type) zoneOf(Number(free[1]), free[2] ?? '').freeBlocks[type] = row;
      return;
    }
    const blocks = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*)\s+(\d.*)$/.exec(line);
    if (blocks && seen.blockTypes) {
      const row = counts(wordsOf(blocks[3] ?? ''), line, number);
      const zone = zoneOf(Number(blocks[1]), blocks[2] ?? '');
      seen.blockTypes.forEach((name, i) => {
        const type = typeNamed(name);
        if (type) zone.pageblocks[type] = row[i] ?? 0;
      });
      return;
    }
    throw new MalformedError(file, number, line, 'a row of free or pageblock counts');
  });
  const { pageblockOrder, capped } = seen;
  if (pageblockOrder === null || seen.orders === null) {
    throw new MalformedError(file, 1, text, "'Page block order: N' and rows of free counts");
  }
  return { pageblockOrder, capped, zones: [...zones.values()] };
}

function typeNamed(name: string): Migratetype | null {
  return (migratetypes as readonly string[]).includes(name) ? (name as Migratetype) : null;
}
