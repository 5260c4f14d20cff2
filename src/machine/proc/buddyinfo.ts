import { MalformedError } from '../../errors.ts';
import { forEachLine, parseCount, wordsOf } from '../../text/lines.ts';
import { zoneHead } from './zone-head.ts';

/** One row of /proc/buddyinfo: `freeBlocks[order]` blocks of 2^order pages are free, on lists of every migratetype. */
export interface BuddyRow {
  node: number;
  zone: string;
  freeBlocks: number[];
}

/** Far above any kernel: the widest build has 14 columns (arm64 with 64 KiB pages). */
const maxOrders = 32;
/** Above any kernel: 1,024 nodes (CONFIG_NODES_SHIFT) of six zones. */
export const maxZones = 8192;
const file = '/proc/buddyinfo';
const rowForm = "a row such as 'Node 0, zone Normal 12 3 0 …' with one free-block count an order";

/**
 * Parses /proc/buddyinfo (mm/vmstat.c frag_show_print): any number of nodes, zones and orders.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parseBuddyinfo(text: string): BuddyRow[] {
  const rows: BuddyRow[] = [];
  const seen = new Set<string>();
  forEachLine(text, (line, number) => {
    if (line.trim() === '') return;
    const row = parseRow(line, number);
    const orders = rows[0]?.freeBlocks.length ?? row.freeBlocks.length;
    if (row.freeBlocks.length !== orders) {
      throw new MalformedError(
        file,
        number,
        line,
        `${orders} counts as in the first row, got ${row.freeBlocks.length}`,
      );
    }
    const key = `${row.node} ${row.zone}`;
    if (seen.has(key)) throw new MalformedError(file, number, line, 'each node and zone once');
    if (rows.length === maxZones) throw new MalformedError(file, number, line, `at most ${maxZones} rows`);
    seen.add(key);
    rows.push(row);
  });
  if (rows.length === 0) throw new MalformedError(file, 1, text, rowForm);
  // A row that is cut off has fewer orders, and what is larger than those would never be had.
  if (!text.endsWith('\n')) {
    const lines = text.split('\n');
    throw new MalformedError(file, lines.length, lines.at(-1) ?? '', 'a row that ends with a line feed');
  }
  return rows;
}

function parseRow(line: string, number: number): BuddyRow {
  const words = wordsOf(line);
  const head = zoneHead(words);
  const counts = words.slice(4);
  if (!head || counts.length === 0) throw new MalformedError(file, number, line, rowForm);
  if (counts.length > maxOrders) throw new MalformedError(file, number, line, `at most ${maxOrders} orders`);
  const freeBlocks = counts.map((word, order) => {
    const count = parseCount(word);
    // The sum over a row must stay exact, so a single count may not come near 2^53 pages.
    if (count === null || count * 2 ** order > Number.MAX_SAFE_INTEGER / maxOrders) {
      throw new MalformedError(
        file,
        number,
        word,
        `the count of free blocks of order ${order}, a decimal number`,
      );
    }
    return count;
  });
  return { ...head, freeBlocks };
}

/** Prints rows as the kernel does. */
export function formatBuddyinfo(rows: readonly BuddyRow[]): string {
  return rows
    .map(
      ({ node, zone, freeBlocks }) =>
        `Node ${node}, zone ${zone.padStart(8)} ${freeBlocks.map((n) => `${String(n).padStart(6)} `).join('')}\n`,
    )
    .join('');
}
