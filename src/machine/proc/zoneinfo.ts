import { mostZones } from './buddyinfo.ts';
import { wordsOf } from '../../text/lines.ts';
import { zoneHead } from './zone-head.ts';
import { ZoneinfoBlock, malformed } from './zoneinfo-block.ts';

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
  /** read when it is first asked for, as on large machines it is nearly all of the text */
  perCpu: () => PerCpuLists;
  startPfn: number | null;
}

/** What lies on a zone's per-CPU lists. */
export interface PerCpuLists {
  /** in neither `freePages` nor buddyinfo */
  pages: number;
  cpus: number;
  /** how far each CPU may let `freePages` drift; the same for all CPUs of a zone */
  statThreshold: number;
}

/**
 * Parses /proc/zoneinfo of Linux 3.10 to 7.3, by label and never by position (mm/vmstat.c zoneinfo_show_print).
 * Unpopulated zones (printed since 4.12) are kept: their place in the list is the zone index.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parseZoneinfo(text: string): ZoneinfoZone[] {
  const zones: ZoneinfoZone[] = [];
  const seen = new Set<string>();
  let start = 0;
  while (text.charCodeAt(start) === lineFeed) start++;
  do {
    const next = nextZone(text, start);
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = text.slice(start, end);
    const words = wordsOf(line);
    const head = words.length === 4 ? zoneHead(words) : null;
    const key = head ? `${head.node} ${head.zone}` : '';
    if (!head || seen.has(key)) throw malformed(text, start, line, "'Node N, zone NAME', each once");
    if (zones.length === mostZones) throw malformed(text, start, line, `at most ${mostZones} zones`);
    seen.add(key);
    zones.push(new ZoneinfoBlock(text, end, next, head));
    start = next + 1;
  } while (start < text.length);
  return zones;
}

const lineFeed = 10;

/** Where the line feed before the next zone's header stands, or the text's end. A capital is rare: searching for it is quick. */
function nextZone(text: string, start: number): number {
  let at = text.indexOf('Node ', start + 1);
  while (at !== -1 && text.charCodeAt(at - 1) !== lineFeed) at = text.indexOf('Node ', at + 1);
  return at === -1 ? text.length : at - 1;
}
