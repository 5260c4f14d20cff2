// Prints /proc texts of invented machines as kernels of several generations do, from a compact description.
import type { Migratetype } from '../../src/machine/proc/pagetypeinfo.ts';
import type { ProcTexts } from '../../src/machine/snapshot.ts';

/** One zone; whatever is left out is 0, or follows from what is there. All sizes are pages. */
export interface ZoneText {
  node?: number;
  zone: string;
  /** free blocks an order on Movable lists; the missing orders are 0 */
  blocks?: readonly number[];
  /** free blocks an order for each type; then `blocks` is their sum */
  types?: Partial<Record<Migratetype, readonly number[]>>;
  pageblocks?: Partial<Record<Migratetype, number>>;
  /** NR_FREE_PAGES; the sum of the blocks, less the isolated ones, unless given */
  free?: number;
  min?: number;
  low?: number;
  high?: number;
  managed?: number;
  /** `protection:`, one entry for each zone type of the kernel; zeros for the zones named here unless given */
  reserve?: readonly number[];
  cma?: number;
  reservedHighatomic?: number;
  freeHighatomic?: number;
  unaccepted?: number;
  file?: number;
  anon?: number;
  dirty?: number;
  perCpu?: readonly number[];
  /** printed by zoneinfo alone, as kernels since 4.12 print zones without memory */
  unpopulated?: boolean;
}

/** The printing of zoneinfo by the kernel that introduced it. */
export type ZoneinfoFormat = '3.10' | '4.4' | '4.8' | '5.10' | '6.1' | '6.12' | '6.16' | '6.19';

/** A machine; 11 orders, pageblocks of order 9 and the format of 6.12 unless said otherwise. */
export interface MachineText {
  format?: ZoneinfoFormat;
  orders?: number;
  pageblockOrder?: number;
  zones: readonly ZoneText[];
}

const formats: readonly ZoneinfoFormat[] = ['3.10', '4.4', '4.8', '5.10', '6.1', '6.12', '6.16', '6.19'];

function since(machine: MachineText, format: ZoneinfoFormat): boolean {
  return formats.indexOf(machine.format ?? '6.12') >= formats.indexOf(format);
}

function ordersOf(machine: MachineText): number {
  return machine.orders ?? 11;
}

/** The blocks of a zone on lists of every type. */
export function blocksOf(machine: MachineText, zone: ZoneText): number[] {
  const lists = zone.types ? Object.values(zone.types) : [zone.blocks ?? []];
  return Array.from({ length: ordersOf(machine) }, (_, order) =>
    lists.reduce((sum, list) => sum + (list[order] ?? 0), 0),
  );
}

function pagesIn(blocks: readonly number[]): number {
  return blocks.reduce((sum, n, order) => sum + n * 2 ** order, 0);
}

/** NR_FREE_PAGES of a zone. */
export function freeOf(machine: MachineText, zone: ZoneText): number {
  return zone.free ?? pagesIn(blocksOf(machine, zone)) - pagesIn(zone.types?.Isolate ?? []);
}

const named = ({ node = 0, zone }: ZoneText): string => `Node ${node}, zone ${zone.padStart(8)}`;

/** mm/vmstat.c frag_show_print */
function buddyinfoText(machine: MachineText): string {
  return machine.zones
    .filter((zone) => !zone.unpopulated)
    .map((zone) => {
      const counts = blocksOf(machine, zone).map((n) => `${String(n).padStart(6)} `);
      return `${named(zone)} ${counts.join('')}\n`;
    })
    .join('');
}

/** mm/vmstat.c zoneinfo_show_print */
export function zoneinfoText(machine: MachineText): string {
  const nodes = new Set<number>();
  return machine.zones
    .filter((zone) => !zone.unpopulated || since(machine, '5.10'))
    .map((zone) => {
      const first = !zone.unpopulated && !nodes.has(zone.node ?? 0);
      if (first) nodes.add(zone.node ?? 0);
      return zoneinfoZone(machine, zone, first);
    })
    .join('');
}

const stat = (label: string, value: number): string => `      ${label.padEnd(12)} ${value}`;

function lruLines(prefix: string, zones: readonly ZoneText[]): string[] {
  const file = zones.reduce((sum, zone) => sum + (zone.file ?? 0), 0);
  const anon = zones.reduce((sum, zone) => sum + (zone.anon ?? 0), 0);
  return [
    stat(`${prefix}inactive_anon`, anon - Math.floor(anon / 2)),
    stat(`${prefix}active_anon`, Math.floor(anon / 2)),
    stat(`${prefix}inactive_file`, file - Math.floor(file / 2)),
    stat(`${prefix}active_file`, Math.floor(file / 2)),
  ];
}

function zoneinfoZone(machine: MachineText, zone: ZoneText, first: boolean): string {
  const { min = 0, low = min, high = low } = zone;
  const managed = zone.managed ?? Math.max(1, freeOf(machine, zone));
  const mark = (label: string, value: number): string => `        ${label.padEnd(8)} ${value}`;
  const types = new Set(machine.zones.map((z) => z.zone)).size;
  const protection = `        protection: (${(zone.reserve ?? Array<number>(types).fill(0)).join(', ')})`;
  // Since 4.8 the first populated zone of a node prints the whole node's statistics.
  const ofNode = since(machine, '4.8')
    ? machine.zones.filter(({ node = 0 }) => node === (zone.node ?? 0))
    : [zone];
  const perNode = [
    ...lruLines('nr_', ofNode),
    stat(
      'nr_dirty',
      ofNode.reduce((sum, { dirty = 0 }) => sum + dirty, 0),
    ),
    stat('nr_writeback', 0),
  ];
  const lines = [named(zone)];
  if (first && since(machine, '4.8')) lines.push('  per-node stats', ...perNode);
  lines.push(`  pages free     ${freeOf(machine, zone)}`);
  if (since(machine, '6.1')) lines.push(mark('boost', 0));
  lines.push(mark('min', min), mark('low', low), mark('high', high));
  if (since(machine, '6.12')) lines.push(mark('promo', high));
  if (!since(machine, '4.8')) lines.push(mark('scanned', 0));
  const present = zone.unpopulated ? 0 : managed;
  lines.push(mark('spanned', present), mark('present', present), mark('managed', present));
  if (since(machine, '6.1')) lines.push(mark('cma', zone.cma ?? 0));
  if (since(machine, '5.10')) lines.push(protection);
  if (zone.unpopulated) return `${lines.join('\n')}\n`;
  const stats = [stat('nr_free_pages', freeOf(machine, zone))];
  if (since(machine, '6.16')) stats.push(stat('nr_free_pages_blocks', 0));
  stats.push(
    ...(since(machine, '4.8') ? lruLines('nr_zone_', [zone]) : perNode),
    stat('nr_free_cma', zone.cma ?? 0),
  );
  if (since(machine, '6.12')) stats.push(stat('nr_unaccepted', zone.unaccepted ?? 0));
  // Up to 4.7 the zone's own statistics stood two columns further left, and the protection after them.
  lines.push(...(since(machine, '4.8') ? stats : stats.map((line) => line.slice(2))));
  if (!since(machine, '5.10')) lines.push(protection);
  lines.push('  pagesets', ...(zone.perCpu ?? [0]).flatMap((count, cpu) => pageset(machine, cpu, count)));
  if (since(machine, '4.8')) lines.push('  node_unreclaimable:  0', '  start_pfn:           1');
  else lines.push('  all_unreclaimable: 0', '  start_pfn:         1', '  inactive_ratio:    1');
  if (since(machine, '6.19')) {
    lines.push(`  reserved_highatomic: ${zone.reservedHighatomic ?? 0}`);
    lines.push(`  free_highatomic:     ${zone.freeHighatomic ?? 0}`);
  }
  return `${lines.join('\n')}\n`;
}

function pageset(machine: MachineText, cpu: number, count: number): string[] {
  const pad = since(machine, '6.16') ? '    ' : ' ';
  const line = (label: string, value: number): string => `              ${label.padEnd(6)}${pad}${value}`;
  const highs = since(machine, '6.16') ? ['              high_min: 9', '              high_max: 240'] : [];
  return [
    `    cpu: ${cpu}`,
    line('count:', count),
    line('high:', 186),
    line('batch:', 31),
    ...highs,
    '  vm stats threshold: 12',
  ];
}

/** mm/vmstat.c pagetypeinfo_show; 4.4 put HighAtomic where Reserve was. */
export function pagetypeinfoText(machine: MachineText): string {
  const pageblockOrder = machine.pageblockOrder ?? 9;
  const types: Migratetype[] = since(machine, '4.4')
    ? ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate']
    : ['Unmovable', 'Reclaimable', 'Movable', 'Reserve', 'CMA', 'Isolate'];
  const orders = Array.from({ length: ordersOf(machine) }, (_, order) => `${String(order).padStart(6)} `);
  const populated = machine.zones.filter((zone) => !zone.unpopulated);
  const nodes = [...new Set(populated.map((zone) => zone.node ?? 0))];
  return nodes
    .map((node) => {
      const zones = populated.filter((zone) => (zone.node ?? 0) === node);
      const free = zones.flatMap((zone) => types.map((type) => typeRow(machine, zone, type)));
      const blocks = zones.map(
        (zone) =>
          `${named(zone)} ${types.map((type) => `${String(zone.pageblocks?.[type] ?? 0).padStart(12)} `).join('')}`,
      );
      return [
        `Page block order: ${pageblockOrder}`,
        `Pages per block:  ${2 ** pageblockOrder}`,
        '',
        `Free pages count per migrate type at order  ${orders.join('')}`,
        ...free,
        '',
        `Number of blocks type ${types.map((type) => `${type.padStart(12)} `).join('')}`,
        ...blocks,
        '',
      ].join('\n');
    })
    .join('');
}

function typeRow(machine: MachineText, zone: ZoneText, type: Migratetype): string {
  const list = zone.types ? (zone.types[type] ?? []) : type === 'Movable' ? (zone.blocks ?? []) : [];
  const counts = Array.from({ length: ordersOf(machine) }, (_, order) => {
    const n = list[order] ?? 0;
    return n >= 100_000 ? '>100000 ' : `${String(n).padStart(6)} `;
  });
  const node = String(zone.node ?? 0).padStart(4);
  return `Node ${node}, zone ${zone.zone.padStart(8)}, type ${type.padStart(12)} ${counts.join('')}`;
}

/** The texts that are always read, and pagetypeinfo where the zones say their types. */
export function textsOf(machine: MachineText): ProcTexts {
  const types = machine.zones.some((zone) => zone.types);
  return {
    buddyinfo: buddyinfoText(machine),
    zoneinfo: zoneinfoText(machine),
    ...(types ? { pagetypeinfo: pagetypeinfoText(machine) } : {}),
  };
}
