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

/** A part of the text that holds all of a zone's labels but those of its per-CPU lists. */
interface Part {
  text: string;
  /** where it begins in the whole, for errors */
  offset: number;
  whole: string;
}

/**
 * Reads one zone. Each label is looked for by itself: native search is far quicker than a line at a time, and what is
 * not asked for is passed over unread. A label stands between spaces.
 * @param start where the zone's lines begin in `text`, after its header
 * @param end where the next zone's header begins
 * @throws MalformedError
 */
export function zoneOf(
  text: string,
  start: number,
  end: number,
  { node, zone }: { node: number; zone: string },
): ZoneinfoZone {
  const found = text.indexOf('\n  pagesets', start);
  const pagesets = found === -1 || found > end ? end : found;
  const head = { text: text.slice(start, pagesets), offset: start, whole: text };
  const lists = { text: text.slice(pagesets, end), offset: pagesets, whole: text };
  const after = Math.max(0, lists.text.lastIndexOf('\n  start_pfn:'));
  const tail = { text: lists.text.slice(after), offset: pagesets + after, whole: text };
  const present = count(head, ' present ') ?? 0;
  const inactiveFile = count(head, ' nr_inactive_file ');
  const zoneInactiveFile = count(head, ' nr_zone_inactive_file ');
  const perZone = zoneInactiveFile !== null;
  const activeFile = count(head, ' nr_active_file ') ?? 0;
  const inactiveAnon = count(head, ' nr_inactive_anon ') ?? 0;
  const activeAnon = count(head, ' nr_active_anon ') ?? 0;
  return {
    node,
    zone,
    freePages: required(head, ' pages free '),
    watermarkPages: {
      min: required(head, ' min '),
      low: required(head, ' low '),
      high: required(head, ' high '),
    },
    spannedPages: count(head, ' spanned ') ?? 0,
    presentPages: present,
    managedPages: count(head, ' managed ') ?? present,
    lowmemReserve: protection(head),
    freeCmaPages: count(head, ' nr_free_cma ') ?? 0,
    reservedHighatomicPages: count(tail, ' reserved_highatomic: ') ?? count(head, ' reserved_highatomic: '),
    freeHighatomicPages: count(tail, ' free_highatomic: ') ?? count(head, ' free_highatomic: '),
    unacceptedPages: count(head, ' nr_unaccepted ') ?? 0,
    lru: {
      inactiveFile: zoneInactiveFile ?? inactiveFile ?? 0,
      activeFile: perZone ? (count(head, ' nr_zone_active_file ') ?? 0) : activeFile,
      inactiveAnon: perZone ? (count(head, ' nr_zone_inactive_anon ') ?? 0) : inactiveAnon,
      activeAnon: perZone ? (count(head, ' nr_zone_active_anon ') ?? 0) : activeAnon,
    },
    nodeStats:
      inactiveFile === null
        ? null
        : {
            inactiveFile,
            activeFile,
            inactiveAnon,
            activeAnon,
            dirty: count(head, ' nr_dirty ') ?? 0,
            writeback: count(head, ' nr_writeback ') ?? 0,
            slabReclaimable: count(head, ' nr_slab_reclaimable ') ?? 0,
          },
    ...perCpuLists(lists),
    startPfn: count(tail, ' start_pfn: '),
  };
}

function required(part: Part, label: string): number {
  const found = count(part, label);
  if (found === null) throw malformed(part.whole, part.offset, 'a zone', `a zone with '${nameOf(label)}'`);
  return found;
}

/** The count behind a label's first occurrence; null where it has none. */
function count({ text, offset, whole }: Part, label: string): number | null {
  const at = text.indexOf(label);
  if (at === -1) return null;
  const from = at + label.length;
  const to = text.indexOf('\n', from);
  const word = text.slice(from, to === -1 ? undefined : to).trim();
  const value = parseCount(word);
  if (value === null) {
    throw malformed(whole, offset + at, word, `the ${nameOf(label)} count, a decimal number`);
  }
  return value;
}

function nameOf(label: string): string {
  return label.trim().replace('pages ', '');
}

function protection({ text, offset, whole }: Part): number[] {
  const at = text.indexOf(' protection: ');
  if (at === -1) return [];
  const to = text.indexOf('\n', at);
  const line = text.slice(at + 13, to === -1 ? undefined : to).trim();
  const words = line.slice(1, -1).split(',');
  const counts = words.map((word) => parseCount(word.trim()));
  if (!line.startsWith('(') || !line.endsWith(')') || counts.length > 16 || counts.includes(null)) {
    throw malformed(whole, offset + at, line, "'protection: (N, N, …)'");
  }
  return counts as number[];
}

/** They take megabytes on large machines and little of it matters: only the counts are read, and nothing else. */
function perCpuLists(part: Part): Pick<ZoneinfoZone, 'perCpuPages' | 'cpus' | 'statThreshold'> {
  const { text, offset, whole } = part;
  let perCpuPages = 0;
  let cpus = 0;
  for (let at = text.indexOf('count:'); at !== -1; at = text.indexOf('count:', at)) {
    at += 6;
    while (text.charCodeAt(at) === 32) at++;
    const first = at;
    let value = 0;
    for (let digit = text.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - 48) {
      value = value * 10 + digit;
    }
    if (at === first || at - first > 15)
      throw malformed(whole, offset + first, text.slice(first, first + 20), 'a page count');
    perCpuPages += value;
    cpus++;
  }
  return { perCpuPages, cpus, statThreshold: count(part, ' vm stats threshold: ') ?? 0 };
}
