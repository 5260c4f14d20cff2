import { MalformedError } from '../errors.ts';
import { parseCount } from './fields.ts';
import type { ZoneinfoZone } from './zoneinfo.ts';

export const zoneinfoFile = '/proc/zoneinfo';

/** Line numbers are counted only for errors. */
export function malformed(text: string, offset: number, found: string, expected: string): MalformedError {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return new MalformedError(zoneinfoFile, line, found, expected);
}

/** Labels that are read; everything else in a zone is passed over unparsed. */
const labels = new Set([
  'min',
  'low',
  'high',
  'spanned',
  'present',
  'managed',
  'nr_free_cma',
  'nr_unaccepted',
  'nr_zone_inactive_file',
  'nr_zone_active_file',
  'nr_zone_inactive_anon',
  'nr_zone_active_anon',
  'nr_inactive_file',
  'nr_active_file',
  'nr_inactive_anon',
  'nr_active_anon',
  'nr_dirty',
  'nr_writeback',
  'nr_slab_reclaimable',
  'reserved_highatomic:',
  'free_highatomic:',
  'start_pfn:',
]);

const thresholdLabel = 'vm stats threshold:';

/** One zone's part of the text, read line by line. */
export class ZoneinfoBlock {
  readonly #text: string;
  readonly #node: number;
  readonly #zone: string;
  readonly #offset: number;
  readonly #values = new Map<string, number>();
  #reserve: number[] = [];
  #perCpu = 0;
  #cpus = 0;
  #threshold = 0;

  constructor(text: string, node: number, zone: string, offset: number) {
    this.#text = text;
    this.#node = node;
    this.#zone = zone;
    this.#offset = offset;
  }

  /** Reads the line from `start` to `end`, or a whole paragraph that starts there; returns where that ends. */
  read(start: number, end: number): number {
    const text = this.#text;
    let at = start;
    while (text.charCodeAt(at) === 32) at++;
    if (at >= end) return end;
    if (text.startsWith('pagesets', at)) return this.#readPagesets(end);
    if (text.startsWith('protection:', at)) {
      this.#reserve = this.#protection(start, end);
      return end;
    }
    if (text.startsWith('pages free', at)) {
      this.#set('free', at + 10, end);
      return end;
    }
    const space = text.indexOf(' ', at);
    if (space === -1 || space > end) return end;
    const label = text.slice(at, space);
    if (labels.has(label) && !this.#values.has(label)) this.#set(label, space, end);
    return end;
  }

  /**
   * The per-CPU lists take megabytes on large machines and little of it matters: only the counts are read, and nothing
   * else up to the line after them.
   */
  #readPagesets(start: number): number {
    const text = this.#text;
    const ends = [text.indexOf('\n  start_pfn:', start), text.indexOf('\nNode ', start)].filter(
      (at) => at !== -1,
    );
    const end = ends.length === 0 ? text.length : Math.min(...ends);
    for (let at = text.indexOf('count:', start); at !== -1 && at < end; at = text.indexOf('count:', at)) {
      at += 6;
      while (text.charCodeAt(at) === 32) at++;
      const first = at;
      let count = 0;
      for (
        let digit = text.charCodeAt(at) - 48;
        digit >= 0 && digit <= 9;
        digit = text.charCodeAt(++at) - 48
      ) {
        count = count * 10 + digit;
      }
      if (at === first || at - first > 15)
        throw malformed(text, first, text.slice(first, first + 20), 'a page count');
      this.#perCpu += count;
      this.#cpus++;
    }
    const threshold = text.indexOf(thresholdLabel, start);
    if (threshold !== -1 && threshold < end) {
      const from = threshold + thresholdLabel.length;
      const to = text.indexOf('\n', from);
      this.#threshold = parseCount(text.slice(from, to === -1 ? end : to).trim()) ?? 0;
    }
    return end;
  }

  toZone(): ZoneinfoZone {
    const value = (label: string): number => this.#values.get(label) ?? 0;
    const required = (label: string): number => {
      const found = this.#values.get(label);
      if (found === undefined) {
        throw malformed(
          this.#text,
          this.#offset,
          `Node ${this.#node}, zone ${this.#zone}`,
          `a zone with '${label}'`,
        );
      }
      return found;
    };
    const perZone = this.#values.has('nr_zone_inactive_file');
    const list = (label: string): number => value(perZone ? `nr_zone_${label}` : `nr_${label}`);
    return {
      node: this.#node,
      zone: this.#zone,
      freePages: required('free'),
      watermarkPages: { min: required('min'), low: required('low'), high: required('high') },
      spannedPages: value('spanned'),
      presentPages: value('present'),
      managedPages: this.#values.get('managed') ?? value('present'),
      lowmemReserve: this.#reserve,
      freeCmaPages: value('nr_free_cma'),
      reservedHighatomicPages: this.#values.get('reserved_highatomic:') ?? null,
      freeHighatomicPages: this.#values.get('free_highatomic:') ?? null,
      unacceptedPages: value('nr_unaccepted'),
      lru: {
        inactiveFile: list('inactive_file'),
        activeFile: list('active_file'),
        inactiveAnon: list('inactive_anon'),
        activeAnon: list('active_anon'),
      },
      nodeStats: this.#values.has('nr_inactive_file')
        ? {
            inactiveFile: value('nr_inactive_file'),
            activeFile: value('nr_active_file'),
            inactiveAnon: value('nr_inactive_anon'),
            activeAnon: value('nr_active_anon'),
            dirty: value('nr_dirty'),
            writeback: value('nr_writeback'),
            slabReclaimable: value('nr_slab_reclaimable'),
          }
        : null,
      perCpuPages: this.#perCpu,
      cpus: this.#cpus,
      statThreshold: this.#threshold,
      startPfn: this.#values.get('start_pfn:') ?? null,
    };
  }

  #set(label: string, start: number, end: number): void {
    const word = this.#text.slice(start, end).trim();
    const count = parseCount(word);
    if (count === null)
      throw malformed(
        this.#text,
        start,
        word,
        `the ${label === 'free' ? 'free pages' : `${label} count`}, a decimal number`,
      );
    this.#values.set(label, count);
  }

  #protection(start: number, end: number): number[] {
    const line = this.#text.slice(start, end);
    const inner = /\(([^()]*)\)\s*$/.exec(line)?.[1];
    const counts = inner?.split(',').map((word) => parseCount(word.trim()));
    if (!counts || counts.length > 16 || counts.includes(null)) {
      throw malformed(this.#text, start, line, "'protection: (N, N, …)'");
    }
    return counts as number[];
  }
}
