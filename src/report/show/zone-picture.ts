import type { ZoneMemory } from '../../guard/zone-memory.ts';
import { type Ink, type Screen, ink } from '../../text/screen.ts';
import { formatBytes } from '../../text/units.ts';
import { tableLines } from '../../text/table.ts';
import { fill, wordsOf } from '../../text/wrap.ts';
import { type BarSigns, barsOf, fullestList } from '../bars.ts';
import { heldBackPages } from './summary.ts';

/** A bar is at most so many characters wide. */
const widest = 4;
const columns = ['zone', 'free', 'held back', 'largest', 'GFP_KERNEL'] as const;

/**
 * The zones by orders: for each what is free, what of it has to stay, the largest block that is there, the largest that
 * GFP_KERNEL gets, and a bar for each order. Where the screen is too narrow for that beside each other, it is below.
 */
export function zoneLines(zones: readonly ZoneMemory[], pageSize: number, screen: Screen): string[] {
  const orders = zones[0]?.freeBlocks.length ?? 0;
  const fullest = fullestList(zones);
  const rows = zones.map((zone) => cellsOf(zone, pageSize));
  const cells = tableLines([columns, ...rows], ['left', 'right', 'right', 'right', 'right']);
  const textWidth = Math.max(...cells.map((line) => line.length)) + 2;
  const width = Math.min(widest, Math.floor((screen.width - textWidth) / orders));
  if (width < 1) {
    const below = Math.max(1, Math.min(widest, Math.floor((screen.width - 2) / orders)));
    return zones.flatMap((zone, i) => [
      ...narrowLines(zone, rows[i] ?? [], screen),
      `  ${ink(screen, orderHead(orders, below), 'dim')}`,
      `  ${picture(zone, fullest, below, screen)}`.trimEnd(),
    ]);
  }
  const [head = '', ...body] = cells;
  return [
    ink(screen, head.padEnd(textWidth) + orderHead(orders, width), 'dim'),
    ...body.map((line, i) => {
      const zone = zones[i];
      return zone ? line.padEnd(textWidth) + picture(zone, fullest, width, screen).trimEnd() : line;
    }),
  ];
}

/** What the columns and the bars mean. */
export function pictureLegend(zones: readonly ZoneMemory[], pageSize: number, screen: Screen): string {
  const isSure = zones.every(({ kernelOrder, perhapsOrder }) => kernelOrder === perhapsOrder);
  const doubt = isSure ? '' : ', with ? if what was not read turns out well';
  const colours = screen.colour
    ? ' Green is what GFP_KERNEL may have now, yellow is held back, grey is for others.'
    : '';
  return `Bars: free memory in blocks of each order; order 0 is ${formatBytes(pageSize)}, each next one twice as large. Held back: marks, reserves, what is set aside. GFP_KERNEL: the largest block that it gets now${doubt}.${colours}`;
}

/** A zone as the kernel's logs name it; control characters cannot be in it (proc/zone-head.ts). */
export function zoneName({ node, zone }: Pick<ZoneMemory, 'node' | 'zone'>): string {
  return `node ${node} ${zone}`;
}

function cellsOf(zone: ZoneMemory, pageSize: number): string[] {
  const bytes = (pages: number): string => formatBytes(pages * pageSize);
  const block = (order: number | null): string => (order === null ? 'none' : bytes(2 ** order));
  const held = heldBackPages(zone);
  return [
    zoneName(zone),
    bytes(zone.freePages),
    held === null ? (zone.allowed ? '?' : '-') : bytes(held),
    block(zone.largestOrder),
    zone.allowed ? block(zone.perhapsOrder) + (zone.perhapsOrder === zone.kernelOrder ? '' : '?') : '-',
  ];
}

function narrowLines(zone: ZoneMemory, cells: readonly string[], screen: Screen): string[] {
  const [name = '', free = '', held = '', largest = '', kernel = ''] = cells;
  const own = zone.allowed
    ? `, ${held} held back; largest block ${largest}, for GFP_KERNEL ${kernel}`
    : `; largest block ${largest}; not for GFP_KERNEL`;
  const [first = '', ...rest] = fill('', '  ', [name, ...wordsOf(`${free} free${own}`)], screen.width);
  return [`${ink(screen, name, 'bold')}${first.slice(name.length)}`, ...rest];
}

/** The orders over the bars, as much of each number as there is room for. */
export function orderHead(orders: number, width: number): string {
  return Array.from({ length: orders }, (_, order) =>
    (width === 1 ? String(order % 10) : String(order)).padEnd(width),
  )
    .join('')
    .trimEnd();
}

function picture(zone: ZoneMemory, fullest: number, width: number, screen: Screen): string {
  const palette: BarSigns = screen.symbols === 'unicode' ? 'unicode' : 'ascii';
  const bars = barsOf(zone.freeBlocks, fullest, palette);
  return bars
    .map((bar, order) => {
      const drawn = width === 1 ? bar : bar.repeat(width - 1);
      const gap = width === 1 ? '' : ' ';
      return `${ink(screen, drawn, inkOf(zone, order))}${gap}`;
    })
    .join('');
}

function inkOf({ allowed, kernelOrder, freeBlocks }: ZoneMemory, order: number): Ink {
  if (!allowed || freeBlocks[order] === 0) return 'dim';
  return order <= (kernelOrder ?? -1) ? 'green' : 'yellow';
}
