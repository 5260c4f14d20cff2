import { zoneTypes } from '../../kernel/zones.ts';

/** The letter of a migratetype whose list is not empty (mm/show_mem.c show_migration_types). */
export type TypeLetter = 'U' | 'M' | 'E' | 'R' | 'H' | 'C' | 'I';

/** `Node 0 Normal: 1*4kB (U) 0*8kB … = 13608kB` of a report. */
export interface BuddyLine {
  node: number;
  zone: string;
  named: boolean;
  /** free blocks, by order */
  freeBlocks: number[];
  /** types with free blocks, by order; empty if the kernel printed none */
  letters: TypeLetter[][];
  pageKib: number;
  /** the line is complete: block sizes double, and its own sum agrees */
  agrees: boolean;
}

/** No kernel has as many free lists as this; the widest build seen has 14. */
export const maxOrders = 20;

const form = new RegExp(String.raw`^(?:Node (\d{1,6}) )?(${zoneTypes.join('|')}): (?=\d{1,12}[*_\u00d7]\d)`);

/**
 * Reads a zone's free lists, as printed or as Markdown's emphasis (`1_4kB`) and word processors (`1×4kB`) left them; a line that was cut off or torn apart is read as far as it goes and does not agree.
 */
export function parseBuddyLine(text: string): BuddyLine | null {
  const head = form.exec(text);
  if (!head) return null;
  const freeBlocks: number[] = [];
  const letters: TypeLetter[][] = [];
  let pageKib = 0;
  let doubles = true;
  let end = head[0].length;
  const cell = /(\d{1,12})[*_\u00d7](\d{1,9})kB(?: \(([UMERHCI]{1,7})\))? */y;
  for (cell.lastIndex = end; freeBlocks.length < maxOrders; end = cell.lastIndex) {
    const found = cell.exec(text);
    if (!found) break;
    const size = Number(found[2]);
    if (freeBlocks.length === 0) pageKib = size;
    doubles &&= size === pageKib * 2 ** freeBlocks.length;
    freeBlocks.push(Number(found[1]));
    letters.push(found[3] === undefined ? [] : (found[3].split('') as TypeLetter[]));
  }
  const sum = /^= (\d{1,16})kB/.exec(text.slice(end));
  const kib = freeBlocks.reduce((total, count, order) => total + count * pageKib * 2 ** order, 0);
  return {
    node: Number(head[1] ?? 0),
    zone: head[2] ?? '',
    named: head[1] !== undefined,
    freeBlocks,
    letters,
    pageKib,
    agrees:
      doubles && sum !== null && Number(sum[1]) === kib && [4, 8, 16, 32, 64, 128, 256].includes(pageKib),
  };
}
