import type { ZoneMemory } from '../../guard/zone-memory.ts';
import { type Screen, ink } from '../../text/screen.ts';
import { fill, wordsOf } from '../../text/wrap.ts';
import { orderHead, zoneName } from './zone-picture.ts';

/** Three digits and a space. */
const percentWidth = 4;

/** One of the kernel's indices as it is told. */
interface Told {
  of: (zone: ZoneMemory) => readonly number[];
  /** the value that says that nothing is wrong, for which a dot stands */
  nothing: number;
  /** `all` is 100 percent in the unit of the table */
  title: (unit: string, all: string) => string;
  /** what is said where nothing is wrong with any zone */
  none: string;
}

const unusable: Told = {
  of: ({ unusableIndex }) => unusableIndex,
  nothing: 0,
  title: (unit) => `Unusable free memory in ${unit}: what lies in blocks smaller than the order`,
  none: 'Unusable free memory: none, whatever the order',
};

const fragmentation: Told = {
  of: ({ fragmentationIndex }) => fragmentationIndex,
  nothing: -1000,
  title: (unit, all) =>
    `Fragmentation index in ${unit}: why the order would fail, 0 for too little memory, ${all} for fragmentation`,
  none: 'Fragmentation index: in every zone a block of every order is free',
};

/** The kernel's two indices by order, in percent; in tenths, one digit each, where the screen is too narrow. */
export function indexLines(zones: readonly ZoneMemory[], screen: Screen): string[] {
  return [...tableOf(zones, unusable, screen), '', ...tableOf(zones, fragmentation, screen)];
}

function tableOf(zones: readonly ZoneMemory[], { of, nothing, title, none }: Told, screen: Screen): string[] {
  const wrapped = (text: string): string[] => fill('', '  ', wordsOf(text), screen.width);
  if (zones.every((zone) => of(zone).every((value) => value === nothing))) return wrapped(none);
  const orders = zones[0]?.freeBlocks.length ?? 0;
  const label = Math.max(...zones.map((zone) => zoneName(zone).length)) + 2;
  const isWide = label + orders * percentWidth <= screen.width;
  const width = isWide ? percentWidth : Math.max(1, Math.min(2, Math.floor((screen.width - label) / orders)));
  const said = isWide ? percentOf : tenthOf;
  const dot = screen.symbols === 'unicode' ? '·' : '.';
  const rows = zones.map((zone) => {
    const cells = of(zone).map((value) => (value === nothing ? dot : said(value)).padEnd(width));
    return (zoneName(zone).padEnd(label) + cells.join('')).trimEnd();
  });
  return [
    ...wrapped(isWide ? title('percent', '100') : title('tenths', 'x')),
    ink(screen, ' '.repeat(label) + orderHead(orders, width), 'dim'),
    ...rows,
  ];
}

function percentOf(thousandths: number): string {
  return thousandths > 0 && thousandths < 10 ? '<1' : String(Math.trunc(thousandths / 10));
}

function tenthOf(thousandths: number): string {
  if (thousandths < 0) return '-';
  return thousandths >= 1000 ? 'x' : String(Math.floor(thousandths / 100));
}
