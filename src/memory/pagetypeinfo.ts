import { MalformedError } from '../errors.ts';
import { forEachLine, parseCount } from './fields.ts';

export const migratetypes = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'] as const;
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

const file = '/proc/pagetypeinfo';

/**
 * Parses /proc/pagetypeinfo (mm/vmstat.c pagetypeinfo_show): `>100000` is a list that was not counted to its end,
 * `Reserve` (before 4.4) is read as HighAtomic, for both are withheld from ordinary requests.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parsePagetypeinfo(text: string): PageTypes {
  const zones = new Map<string, ZonePageTypes>();
  let pageblockOrder: number | null = null;
  let capped = false;
  let blockTypes: string[] | null = null;
  let orders: number | null = null;

  const zoneOf = (node: number, zone: string): ZonePageTypes => {
    const key = `${node} ${zone}`;
    let found = zones.get(key);
    if (!found) zones.set(key, (found = { node, zone, freeBlocks: {}, pageblocks: {} }));
    return found;
  };
  const counts = (words: string[], line: string, number: number): number[] =>
    words.map((word) => {
      const count = parseCount(word.replace(/^>/, ''));
      if (count === null || count > Number.MAX_SAFE_INTEGER / 2 ** 32) {
        throw new MalformedError(file, number, line, 'decimal counts');
      }
      if (word.startsWith('>')) capped = true;
      return count;
    });

  forEachLine(text, (line, number) => {
    if (line.trim() === '' || line.startsWith('Free pages count') || line.startsWith('Pages per block:')) return;
    const order = /^Page block order:\s+(\d{1,2})\s*$/.exec(line);
    if (order) {
      pageblockOrder = Number(order[1]);
      return;
    }
    if (line.startsWith('Number of blocks type') || line.startsWith('Number of mixed blocks')) {
      blockTypes = line.startsWith('Number of blocks') ? line.slice(21).trim().split(/\s+/) : null;
      if (!blockTypes) blockTypes = [];
      return;
    }
    const free = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*), type\s+([A-Za-z]+)\s+(?=[>\d])(.*)$/.exec(line);
    if (free) {
      const row = counts((free[4] ?? '').trim().split(/\s+/), line, number);
      orders ??= row.length;
      if (row.length !== orders) throw new MalformedError(file, number, line, `${orders} counts as in the first row`);
      const type = typeNamed(free[3] ?? '');
      if (type) zoneOf(Number(free[1]), free[2] ?? '').freeBlocks[type] = row;
      return;
    }
    const blocks = /^Node\s+(\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]*)\s+(\d.*)$/.exec(line);
    if (blocks && blockTypes) {
      const row = counts((blocks[3] ?? '').trim().split(/\s+/), line, number);
      const zone = zoneOf(Number(blocks[1]), blocks[2] ?? '');
      blockTypes.forEach((name, i) => {
        const type = typeNamed(name);
        if (type) zone.pageblocks[type] = row[i] ?? 0;
      });
      return;
    }
    throw new MalformedError(file, number, line, 'a row of free or pageblock counts');
  });
  if (pageblockOrder === null || orders === null) {
    throw new MalformedError(file, 1, text.slice(0, 60), "'Page block order: N' and rows of free counts");
  }
  return { pageblockOrder, capped, zones: [...zones.values()] };
}

function typeNamed(name: string): Migratetype | null {
  if (name === 'Reserve') return 'HighAtomic';
  return (migratetypes as readonly string[]).includes(name) ? (name as Migratetype) : null;
}
