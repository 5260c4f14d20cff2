import { MalformedError } from '../errors.ts';
import { forEachLine, parseCount } from './fields.ts';

/** The marks of a zone in pages, watermark boost included (the kernel prints them so). */
export interface WatermarkPages {
  min: number;
  low: number;
  high: number;
}

/** Page counts of the lists that reclaim can take from; per zone (4.8+), or of the zone's own statistics before. */
export interface ReclaimableStats {
  inactiveFile: number;
  activeFile: number;
  inactiveAnon: number;
  activeAnon: number;
}

/** Per-node counters, printed with the first populated zone of a node (4.8+) or with every zone (before). */
export interface NodeStats extends ReclaimableStats {
  dirty: number;
  writeback: number;
  slabReclaimable: number;
}

/** One zone of /proc/zoneinfo. All sizes are in pages. */
export interface ZoneinfoZone {
  node: number;
  zone: string;
  /** NR_FREE_PAGES, the very counter that the allocator tests; CMA and HighAtomic pages are in it */
  freePages: number;
  watermarkPages: WatermarkPages;
  spannedPages: number;
  presentPages: number;
  managedPages: number;
  /** `protection:`, indexed by the request's zone index; empty where the zone printed none */
  lowmemReserve: number[];
  freeCmaPages: number;
  /** null before 6.19, which does not print it */
  reservedHighatomicPages: number | null;
  freeHighatomicPages: number | null;
  unacceptedPages: number;
  lru: ReclaimableStats;
  nodeStats: NodeStats | null;
  /** pages on per-CPU lists, in neither `freePages` nor buddyinfo */
  perCpuPages: number;
  cpus: number;
  /** how far each CPU may let `freePages` drift */
  statThreshold: number;
  startPfn: number | null;
}

const file = '/proc/zoneinfo';

/**
 * Parses /proc/zoneinfo of Linux 3.10 to 7.3, by label and never by position (mm/vmstat.c zoneinfo_show_print).
 * Unpopulated zones (printed since 4.12) are kept: their place in the list is the zone index.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parseZoneinfo(text: string): ZoneinfoZone[] {
  const blocks: Block[] = [];
  const seen = new Set<string>();
  let block: Block | undefined;
  forEachLine(text, (line, number) => {
    if (line.startsWith('Node ')) {
      const head = /^Node (\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]{0,31})\s*$/.exec(line);
      const key = head ? `${head[1] ?? ''} ${head[2] ?? ''}` : '';
      if (!head || seen.has(key))
        throw new MalformedError(file, number, line, "'Node N, zone NAME', each once");
      seen.add(key);
      block = new Block(Number(head[1]), head[2] ?? '', number);
      blocks.push(block);
    } else if (block) {
      block.read(line, number);
    } else if (line.trim() !== '') {
      throw new MalformedError(file, number, line, "'Node N, zone NAME'");
    }
  });
  if (blocks.length === 0) throw new MalformedError(file, 1, text.slice(0, 60), "'Node N, zone NAME'");
  return blocks.map((b) => b.toZone());
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

class Block {
  readonly #node: number;
  readonly #zone: string;
  readonly #line: number;
  readonly #values = new Map<string, number>();
  #reserve: number[] = [];
  #inPagesets = false;
  #perCpu = 0;
  #cpus = 0;
  #threshold = 0;

  constructor(node: number, zone: string, line: number) {
    this.#node = node;
    this.#zone = zone;
    this.#line = line;
  }

  read(line: string, number: number): void {
    const start = indent(line);
    if (this.#inPagesets && line.startsWith('count:', start)) {
      this.#perCpu += this.#count(line.slice(start + 6).trim(), number, 'a page count');
      return;
    }
    if (line.startsWith('cpu:', start)) {
      this.#cpus++;
      return;
    }
    if (line.startsWith('pagesets', start)) {
      this.#inPagesets = true;
      return;
    }
    if (line.startsWith('protection:', start)) {
      this.#reserve = this.#protection(line, number);
      return;
    }
    if (line.startsWith('vm stats threshold:', start)) {
      this.#threshold = Math.max(
        this.#threshold,
        this.#count(line.slice(start + 19).trim(), number, 'a page count'),
      );
      return;
    }
    if (line.startsWith('pages free', start)) {
      this.#values.set(
        'free',
        this.#count(line.slice(start + 10).trim(), number, 'the free pages, a decimal number'),
      );
      return;
    }
    const space = line.indexOf(' ', start);
    if (space === -1) return;
    const label = line.slice(start, space);
    // Inside the pagesets 'high:' and its like are per-CPU; only the labels after them still matter.
    if (!labels.has(label) || (this.#inPagesets && !label.endsWith(':'))) return;
    if (this.#values.has(label)) return;
    this.#values.set(
      label,
      this.#count(line.slice(space).trim(), number, `the ${label} count, a decimal number`),
    );
  }

  toZone(): ZoneinfoZone {
    const value = (label: string): number => this.#values.get(label) ?? 0;
    const required = (label: string): number => {
      const found = this.#values.get(label);
      if (found === undefined) {
        throw new MalformedError(
          file,
          this.#line,
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

  #count(word: string, number: number, expected: string): number {
    const count = parseCount(word);
    if (count === null) throw new MalformedError(file, number, word, expected);
    return count;
  }

  #protection(line: string, number: number): number[] {
    const inner = /\(([^()]*)\)\s*$/.exec(line)?.[1];
    const counts = inner?.split(',').map((word) => parseCount(word.trim()));
    if (!counts || counts.length > 16 || counts.includes(null)) {
      throw new MalformedError(file, number, line, "'protection: (N, N, …)'");
    }
    return counts as number[];
  }
}

function indent(line: string): number {
  let i = 0;
  while (line.charCodeAt(i) === 32) i++;
  return i;
}
