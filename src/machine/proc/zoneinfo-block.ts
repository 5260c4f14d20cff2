import { MalformedError } from '../../errors.ts';
import { parseCount } from '../../text/lines.ts';
import type { NodeStats, PerCpuLists, ReclaimableStats, WatermarkPages, ZoneinfoZone } from './zoneinfo.ts';

export const zoneinfoFile = '/proc/zoneinfo';

/** Line numbers are counted only for errors. */
export function malformed(text: string, offset: number, found: string, expected: string): MalformedError {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return new MalformedError(zoneinfoFile, line, found, expected);
}

/**
 * One zone's part of the text. Each label is looked for by itself: native search is far quicker than a line at a time.
 * The marks and what they are held against are read at once; statistics, which only some answers need, when they are
 * asked for, and one of them that is no number counts nothing.
 */
export class ZoneinfoBlock implements ZoneinfoZone {
  readonly node: number;
  readonly zone: string;
  readonly freePages: number;
  readonly watermarkPages: WatermarkPages;
  readonly presentPages: number;
  readonly managedPages: number;
  readonly lowmemReserve: number[];
  readonly freeCmaPages: number;
  readonly freeHighatomicPages: number | null;
  readonly unacceptedPages: number;
  readonly perCpu: () => PerCpuLists;
  #lru: ReclaimableStats | undefined;
  #nodeStats: NodeStats | null | undefined;
  readonly #text: string;
  readonly #start: number;
  /** from the zone's header to its per-CPU lists */
  readonly #head: string;
  /** what follows the per-CPU lists; as long as they are where nothing does */
  readonly #tail: string;

  /**
   * @param start where the zone's lines begin in `text`, after its header
   * @param end where the next zone's header begins
   * @throws MalformedError
   */
  constructor(text: string, start: number, end: number, { node, zone }: { node: number; zone: string }) {
    const found = text.indexOf('\n  pagesets', start);
    const pagesets = found === -1 || found > end ? end : found;
    const lists = text.slice(pagesets, end);
    this.#text = text;
    this.#start = start;
    this.#head = text.slice(start, pagesets);
    this.#tail = lists.slice(Math.max(0, lists.lastIndexOf('\n  start_pfn:')));
    this.node = node;
    this.zone = zone;
    this.freePages = this.#required('pages free ');
    this.watermarkPages = {
      min: this.#required('min '),
      low: this.#required('low '),
      high: this.#required('high '),
    };
    this.presentPages = this.#count('present ') ?? 0;
    this.managedPages = this.#count('managed ') ?? this.presentPages;
    this.lowmemReserve = this.#protection();
    this.freeCmaPages = this.#count('nr_free_cma ') ?? 0;
    this.freeHighatomicPages = this.#statistic('free_highatomic: ');
    this.unacceptedPages = this.#count('nr_unaccepted ') ?? 0;
    this.perCpu = once(() => perCpuLists(lists));
  }

  get spannedPages(): number {
    return this.#statistic('spanned ') ?? 0;
  }

  get reservedHighatomicPages(): number | null {
    return this.#statistic('reserved_highatomic: ');
  }

  get startPfn(): number | null {
    return this.#statistic('start_pfn: ');
  }

  get lru(): ReclaimableStats {
    return (this.#lru ??= this.#readLru());
  }

  get nodeStats(): NodeStats | null {
    if (this.#nodeStats === undefined) this.#nodeStats = this.#readNodeStats();
    return this.#nodeStats;
  }

  #readLru(): ReclaimableStats {
    const prefix = this.#statistic('nr_zone_inactive_file ') === null ? 'nr_' : 'nr_zone_';
    const list = (name: string): number => this.#statistic(`${prefix}${name} `) ?? 0;
    return {
      inactiveFile: list('inactive_file'),
      activeFile: list('active_file'),
      inactiveAnon: list('inactive_anon'),
      activeAnon: list('active_anon'),
    };
  }

  #readNodeStats(): NodeStats | null {
    const inactiveFile = this.#statistic('nr_inactive_file ');
    if (inactiveFile === null) return null;
    const statistic = (label: string): number => this.#statistic(label) ?? 0;
    return {
      inactiveFile,
      activeFile: statistic('nr_active_file '),
      inactiveAnon: statistic('nr_inactive_anon '),
      activeAnon: statistic('nr_active_anon '),
      dirty: statistic('nr_dirty '),
      writeback: statistic('nr_writeback '),
      slabReclaimable: statistic('nr_slab_reclaimable '),
    };
  }

  #required(label: string): number {
    const count = this.#count(label);
    if (count !== null) return count;
    throw malformed(this.#text, this.#start, 'a zone', `a zone with '${nameOf(label)}'`);
  }

  /** The count behind a label; null where there is no such label. */
  #count(label: string): number | null {
    const at = labelAt(this.#head, label);
    if (at === -1) return null;
    const word = wordAt(this.#head, at + label.length);
    const count = parseCount(word);
    if (count !== null) return count;
    throw malformed(this.#text, this.#start + at, word, `the ${nameOf(label)} count, a decimal number`);
  }

  #statistic(label: string): number | null {
    for (const part of [this.#head, this.#tail]) {
      const at = labelAt(part, label);
      if (at !== -1) return parseCount(wordAt(part, at + label.length));
    }
    return null;
  }

  #protection(): number[] {
    const at = labelAt(this.#head, 'protection: ');
    if (at === -1) return [];
    const line = wordAt(this.#head, at + 'protection: '.length);
    const words = line.slice(1, -1).split(',');
    const counts = words.map((word) => parseCount(word.trim()));
    if (!line.startsWith('(') || !line.endsWith(')') || counts.length > 16 || counts.includes(null)) {
      throw malformed(this.#text, this.#start + at, line, "'protection: (N, N, …)'");
    }
    return counts as number[];
  }
}

/** Where a label first stands as a word of its own, or -1. Its first letter is rarer than the space before it. */
function labelAt(text: string, label: string): number {
  let at = text.indexOf(label);
  while (at > 0 && text.charCodeAt(at - 1) !== 32) at = text.indexOf(label, at + 1);
  return at;
}

/** From a place to the end of its line. */
function wordAt(text: string, from: number): string {
  const to = text.indexOf('\n', from);
  return text.slice(from, to === -1 ? undefined : to).trim();
}

function nameOf(label: string): string {
  return label.trim().replace('pages ', '');
}

/** They take megabytes on large machines and little of it matters: the counts alone are read; what is no count counts nothing. */
function perCpuLists(text: string): PerCpuLists {
  let pages = 0;
  let cpus = 0;
  for (let at = text.indexOf(countLabel); at !== -1; at = text.indexOf(countLabel, at)) {
    at += countLabel.length;
    while (text.charCodeAt(at) === 32) at++;
    let count = 0;
    for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - 48) {
      count = count * 10 + digit;
    }
    pages += Math.min(count, Number.MAX_SAFE_INTEGER);
    cpus++;
  }
  const threshold = /vm stats threshold: (\d{1,9})$/m.exec(text)?.[1];
  return { pages, cpus, statThreshold: Number(threshold ?? 0) };
}

const countLabel = 'count:';

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
