import { MalformedError } from '../../errors.ts';
import { parseCount, wordsOf } from '../../text/lines.ts';
import { maxZones } from './buddyinfo.ts';
import { zoneHead } from './zone-head.ts';

const file = '/proc/zoneinfo';
const lineFeed = 10;

/** The marks of a zone in pages, watermark boost included (the kernel prints them so). */
export interface WatermarkPages {
  min: number;
  low: number;
  high: number;
}

/** Page counts of the lists that reclaim can take from; per zone (4.8+), or of the zone's own statistics before. */
interface ReclaimableStats {
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
  /** NR_FREE_PAGES, the counter that the allocator tests; it includes CMA and HighAtomic pages */
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
  /** read when first asked for, as on large machines it is nearly all of the text */
  perCpu: () => PerCpuLists;
  startPfn: number | null;
}

/** What lies on a zone's per-CPU lists. */
interface PerCpuLists {
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
    if (zones.length === maxZones) throw malformed(text, start, line, `at most ${maxZones} zones`);
    seen.add(key);
    zones.push(parseZone(text, end, next, head));
    start = next + 1;
  } while (start < text.length);
  return zones;
}

/** Where the line feed before the next zone's header is, or the end of the text. A capital is rare, so the search is quick. */
function nextZone(text: string, start: number): number {
  let at = text.indexOf('Node ', start + 1);
  while (at !== -1 && text.charCodeAt(at - 1) !== lineFeed) at = text.indexOf('Node ', at + 1);
  return at === -1 ? text.length : at - 1;
}

/**
 * One zone's part of the text, from the end of its header to the next one. Each label is searched for by itself: native
 * search is far quicker than going line by line. Labels before the per-CPU lists must have a count; a statistic that is
 * not a number counts as none.
 */
function parseZone(
  text: string,
  start: number,
  end: number,
  { node, zone }: { node: number; zone: string },
): ZoneinfoZone {
  const found = text.indexOf('\n  pagesets', start);
  const pagesets = found === -1 || found > end ? end : found;
  const head = text.slice(start, pagesets);
  const lists = text.slice(pagesets, end);
  // What follows the per-CPU lists; all of them where nothing does.
  const tail = lists.slice(Math.max(0, lists.lastIndexOf('\n  start_pfn:')));

  const count = (label: string): number | null => {
    const at = labelAt(head, label);
    if (at === -1) return null;
    const word = restOfLine(head, at + label.length);
    const value = parseCount(word);
    if (value !== null) return value;
    throw malformed(text, start + at, word, `the ${nameOf(label)} count, a decimal number`);
  };
  const required = (label: string): number => {
    const value = count(label);
    if (value !== null) return value;
    throw malformed(text, start, 'a zone', `a zone with '${nameOf(label)}'`);
  };
  const statistic = (label: string): number | null => {
    for (const part of [head, tail]) {
      const at = labelAt(part, label);
      if (at !== -1) return parseCount(restOfLine(part, at + label.length));
    }
    return null;
  };
  const freePages = required('pages free ');
  const watermarkPages = { min: required('min '), low: required('low '), high: required('high ') };
  const presentPages = count('present ') ?? 0;
  let perCpu: PerCpuLists | undefined;
  return {
    node,
    zone,
    freePages,
    watermarkPages,
    spannedPages: statistic('spanned ') ?? 0,
    presentPages,
    managedPages: count('managed ') ?? presentPages,
    lowmemReserve: protectionOf(head, text, start),
    freeCmaPages: count('nr_free_cma ') ?? 0,
    reservedHighatomicPages: statistic('reserved_highatomic: '),
    freeHighatomicPages: statistic('free_highatomic: '),
    unacceptedPages: count('nr_unaccepted ') ?? 0,
    lru: reclaimableOf(statistic, statistic('nr_zone_inactive_file ') === null ? 'nr_' : 'nr_zone_'),
    nodeStats: nodeStatsOf(statistic),
    perCpu: () => (perCpu ??= perCpuLists(lists)),
    startPfn: statistic('start_pfn: '),
  };
}

type Statistic = (label: string) => number | null;

function reclaimableOf(statistic: Statistic, prefix: string): ReclaimableStats {
  const list = (name: string): number => statistic(`${prefix}${name} `) ?? 0;
  return {
    inactiveFile: list('inactive_file'),
    activeFile: list('active_file'),
    inactiveAnon: list('inactive_anon'),
    activeAnon: list('active_anon'),
  };
}

function nodeStatsOf(statistic: Statistic): NodeStats | null {
  if (statistic('nr_inactive_file ') === null) return null;
  return {
    ...reclaimableOf(statistic, 'nr_'),
    dirty: statistic('nr_dirty ') ?? 0,
    writeback: statistic('nr_writeback ') ?? 0,
    slabReclaimable: statistic('nr_slab_reclaimable ') ?? 0,
  };
}

function protectionOf(head: string, text: string, start: number): number[] {
  const label = 'protection: ';
  const at = labelAt(head, label);
  if (at === -1) return [];
  const line = restOfLine(head, at + label.length);
  const counts = line
    .slice(1, -1)
    .split(',')
    .map((word) => parseCount(word.trim()));
  if (!line.startsWith('(') || !line.endsWith(')') || counts.length > 16 || counts.includes(null)) {
    throw malformed(text, start + at, line, "'protection: (N, N, …)'");
  }
  return counts as number[];
}

/** Line numbers are counted only for errors. */
function malformed(text: string, offset: number, found: string, expected: string): MalformedError {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return new MalformedError(file, line, found, expected);
}

/** Where a label first occurs as a word of its own, or -1. Its first letter is rarer than the space before it. */
function labelAt(text: string, label: string): number {
  let at = text.indexOf(label);
  while (at > 0 && text.charCodeAt(at - 1) !== 32) at = text.indexOf(label, at + 1);
  return at;
}

/** From a place to the end of its line. */
function restOfLine(text: string, from: number): string {
  const to = text.indexOf('\n', from);
  return text.slice(from, to === -1 ? undefined : to).trim();
}

function nameOf(label: string): string {
  return label.trim().replace('pages ', '');
}

/** They take megabytes on large machines and little of it matters: only the counts are read, and what is not a count is 0. */
function perCpuLists(text: string): PerCpuLists {
  const countLabel = 'count:';
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
