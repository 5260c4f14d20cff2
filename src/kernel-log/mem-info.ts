import type { BuddyLine } from './buddy-line.ts';
import { type ZoneLine, zoneNames } from './zone-line.ts';

/** A zone of a report with what was printed of it. */
export interface ZoneReport {
  line: ZoneLine;
  /** `lowmem_reserve[]:` in pages; null where the line is missing */
  reserve: number[] | null;
  buddy: BuddyLine | null;
}

/** The memory state that a report prints after its call trace (mm/show_mem.c). */
export class MemInfo {
  /** `Mem-Info:` was seen */
  started = false;
  /** totals of the machine, in pages */
  readonly counts = new Map<string, number>();
  /** per-node totals in kB (4.9+) */
  readonly nodes = new Map<number, Map<string, number>>();
  readonly zones: ZoneReport[] = [];
  /** free lists without a zone's line before them */
  readonly strays: BuddyLine[] = [];
  freeSwapKib: number | null = null;

  get empty(): boolean {
    return !this.started && this.zones.length === 0 && this.strays.length === 0;
  }

  get buddies(): number {
    return this.zones.filter((zone) => zone.buddy !== null).length;
  }

  /** Every zone has its line, its reserve and its free lists, and every free list's own sum agrees. */
  get complete(): boolean {
    const pageKib = this.zones[0]?.buddy?.pageKib;
    const orders = this.zones[0]?.buddy?.freeBlocks.length;
    const whole = ({ line, reserve, buddy }: ZoneReport): boolean =>
      line.whole &&
      reserve !== null &&
      reserve.length > 0 &&
      buddy !== null &&
      buddy.agrees &&
      buddy.pageKib === pageKib &&
      buddy.freeBlocks.length === orders;
    return this.zones.length > 0 && this.strays.length === 0 && this.zones.every(whole);
  }

  /** Zones come node by node, low to high, each once: a line that goes back is another report's. */
  expectsZone(line: ZoneLine): boolean {
    if (this.buddies > 0 || this.strays.length > 0) return false;
    const last = this.zones.at(-1);
    return !last || (last.reserve !== null && last.line.named === line.named && rank(last.line) < rank(line));
  }

  get expectsReserve(): boolean {
    return this.zones.at(-1)?.reserve === null && this.buddies === 0;
  }

  /** Free lists come in the order of the zones. */
  expectsBuddy(line: BuddyLine): boolean {
    if (this.zones.length === 0) return this.strays.every((stray) => rank(stray) < rank(line));
    const at = this.zones.findIndex(
      (zone) => rank(zone.line) === rank(line) && zone.line.named === line.named,
    );
    return at !== -1 && this.zones.slice(at).every((zone) => zone.buddy === null);
  }

  takeBuddy(line: BuddyLine): void {
    const zone = this.zones.find((candidate) => rank(candidate.line) === rank(line));
    if (zone) zone.buddy = line;
    else this.strays.push(line);
  }
}

function rank({ node, zone }: { node: number; zone: string }): number {
  return node * zoneNames.length + (zoneNames as readonly string[]).indexOf(zone);
}
