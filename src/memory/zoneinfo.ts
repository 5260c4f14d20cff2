import { MalformedError } from '../errors.ts';
import { mostZones } from './buddyinfo.ts';
import { ZoneinfoBlock, malformed, zoneinfoFile } from './zoneinfo-block.ts';

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
  /** how far each CPU may let `freePages` drift; the same for all CPUs of a zone */
  statThreshold: number;
  startPfn: number | null;
}

/**
 * Parses /proc/zoneinfo of Linux 3.10 to 7.3, by label and never by position (mm/vmstat.c zoneinfo_show_print).
 * Unpopulated zones (printed since 4.12) are kept: their place in the list is the zone index.
 * @throws MalformedError with the line, what stood there and what was expected
 */
export function parseZoneinfo(text: string): ZoneinfoZone[] {
  const blocks: ZoneinfoBlock[] = [];
  const seen = new Set<string>();
  let block: ZoneinfoBlock | undefined;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    if (text.startsWith('Node ', start)) {
      const line = text.slice(start, end);
      const head = /^Node (\d{1,9}), zone\s+([A-Za-z][A-Za-z0-9]{0,31})\s*$/.exec(line);
      const key = head ? `${head[1] ?? ''} ${head[2] ?? ''}` : '';
      if (!head || seen.has(key)) throw malformed(text, start, line, "'Node N, zone NAME', each once");
      if (blocks.length === mostZones) throw malformed(text, start, line, `at most ${mostZones} zones`);
      seen.add(key);
      block = new ZoneinfoBlock(text, Number(head[1]), head[2] ?? '', start);
      blocks.push(block);
    } else if (block) {
      end = block.read(start, end);
    } else {
      const line = text.slice(start, end);
      if (line.trim() !== '') throw malformed(text, start, line, "'Node N, zone NAME'");
    }
    start = end + 1;
  }
  if (blocks.length === 0)
    throw new MalformedError(zoneinfoFile, 1, text.slice(0, 60), "'Node N, zone NAME'");
  return blocks.map((b) => b.toZone());
}
