import { zoneRank, zoneTypes } from '../../kernel/zones.ts';
import type { BuddyLine } from '../line/buddy-line.ts';
import type { MemoryStatement } from '../line/statement.ts';
import type { Fields, ZoneLine } from '../line/zone-line.ts';

/** A zone of a report, with what was printed about it. */
export interface ZoneReport {
  line: ZoneLine;
  /** `lowmem_reserve[]:` in pages; null if the line is missing */
  reserve: number[] | null;
  buddy: BuddyLine | null;
}

/** The per-CPU counters of a small machine may hide this many free pages. */
const slackPages = 1024;

/** The memory state that a report prints after its call trace (mm/show_mem.c). */
export class MemInfo {
  /** totals of the machine, in pages */
  readonly counts = new Map<string, number>();
  /** per-node totals in kB (4.9+) */
  readonly nodes = new Map<number, Fields>();
  readonly zones: ZoneReport[] = [];
  /** free lists without a zone's line before them */
  readonly strays: BuddyLine[] = [];
  freeSwapKib: number | null = null;
  /** the totals behind the zones were seen */
  #ended = false;
  /** `Mem-Info:` was seen */
  #started = false;
  readonly #low: boolean;

  /** @param low the request may use the lowest zones only (GFP_DMA, GFP_DMA32) */
  constructor(low = false) {
    this.#low = low;
  }

  /**
   * Whole, but without any zone: since 6.1 those above the request's own are left out, so the machine has none that the
   * request may use.
   */
  get zoneless(): boolean {
    return this.#leavesOut && this.#listless && this.#ended;
  }

  /** The kernel leaves out the zones above the request's own: what it prints of the others need not add up. */
  get #leavesOut(): boolean {
    return this.#low && this.counts.has('sec_pagetables');
  }

  get empty(): boolean {
    return !this.#started && this.#listless && this.strays.length === 0;
  }

  /** Every zone has its line, its reserve and its free lists, and all free lists agree with their own sums. */
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
    return (
      this.zones.length > 0 &&
      this.strays.length === 0 &&
      this.zones.every(whole) &&
      this.#agrees(pageKib ?? 4)
    );
  }

  /** Whether the kernel may print the statement next: each part comes once, zones in their order. */
  expects(statement: MemoryStatement): boolean {
    const last = this.zones.at(-1);
    if (statement.type === 'mem-info') return this.empty;
    if (statement.type === 'counts' || statement.type === 'node') return this.#listless;
    if (this.#ended && this.#listless) return statement.type === 'tail';
    if (statement.type === 'zone') return this.#expectsZone(statement.zone);
    if (statement.type === 'reserve') return last?.reserve === null && this.#buddies === 0;
    if (statement.type === 'buddy') return this.#expectsBuddy(statement.buddy);
    return this.#buddies > 0 || (this.#leavesOut && this.#listless);
  }

  take(statement: MemoryStatement): void {
    const last = this.zones.at(-1);
    if (statement.type === 'mem-info') this.#started = true;
    else if (statement.type === 'counts')
      for (const [name, pages] of statement.fields) this.counts.set(name, pages);
    else if (statement.type === 'node') this.nodes.set(statement.node, statement.fields);
    else if (statement.type === 'zone') this.zones.push({ line: statement.zone, reserve: null, buddy: null });
    else if (statement.type === 'reserve') {
      if (last) last.reserve = statement.pages;
    } else if (statement.type === 'buddy') this.#takeBuddy(statement.buddy);
    else {
      this.#ended = true;
      this.freeSwapKib = statement.freeSwapKib ?? this.freeSwapKib;
    }
  }

  /** If all lines of a zone were lost, the others add up to far less than the total, which is itself slightly stale. */
  #agrees(pageKib: number): boolean {
    if (this.#leavesOut) return true;
    // Since 6.1 zones above the request's own are left out; the reserves that other zones hold back because of them remain.
    const last = (zone: ZoneReport, i: number): boolean => this.zones[i + 1]?.line.node !== zone.line.node;
    if (this.zones.filter(last).some(({ reserve }) => reserve?.some((pages) => pages > 0))) return true;
    // The totals are there or were left out; where some are missing a line was lost.
    const names = ['free', 'active_file', 'slab_reclaimable'];
    if (this.counts.size > 0 && !names.every((name) => this.counts.has(name))) return false;
    const total = this.counts.get('free') ?? 0;
    const free = this.zones.reduce((sum, { line }) => sum + line.freeKib, 0) / pageKib;
    return free >= total / 2 - slackPages;
  }

  get #listless(): boolean {
    return this.zones.length === 0 && this.strays.length === 0;
  }

  get #buddies(): number {
    return this.zones.filter((zone) => zone.buddy !== null).length;
  }

  #expectsZone(line: ZoneLine): boolean {
    if (this.#buddies > 0 || this.strays.length > 0) return false;
    const last = this.zones.at(-1);
    return !last || (last.reserve !== null && last.line.named === line.named && rank(last.line) < rank(line));
  }

  #expectsBuddy(line: BuddyLine): boolean {
    if (this.zones.length === 0) return this.strays.every((stray) => rank(stray) < rank(line));
    const at = this.zones.findIndex(
      (zone) => rank(zone.line) === rank(line) && zone.line.named === line.named,
    );
    return at !== -1 && this.zones.slice(at).every((zone) => zone.buddy === null);
  }

  #takeBuddy(line: BuddyLine): void {
    const zone = this.zones.find((candidate) => rank(candidate.line) === rank(line));
    if (zone) zone.buddy = line;
    else this.strays.push(line);
  }
}

/** Reports list zones node by node, low to high. */
function rank({ node, zone }: { node: number; zone: string }): number {
  return node * zoneTypes.length + zoneRank(zone);
}
