import { readSync } from 'node:fs';
import { BuddyguardError } from '../../errors.ts';
import { type RegularFile, tooLarge, withRegularFile } from '../read-file.ts';
import { type PerCpuLists, type ZoneinfoZone, parseZoneinfo } from './zoneinfo.ts';

const listsBegin = '\n  pagesets';
const listsEnd = '\n  start_pfn:';
const nextZone = 'Node ';
const lineFeed = 10;
/** A mark may lie across the end of what was read. */
const overlap = Math.max(listsBegin.length, listsEnd.length, nextZone.length + 1) - 1;
/** Small enough to stay in the processor's cache, and never to cost new pages. */
const pieceBytes = 128 * 1024;

/**
 * Reads /proc/zoneinfo without its per-CPU lists, which are nearly all of it on a large machine: what is left out is
 * neither kept nor made text of.
 * @throws UnreadableError as readBounded does
 */
export function readZoneHeads(path: string, pieceSize = pieceBytes): string {
  return withRegularFile(path, (file) => zoneHeads(file, pieceSize));
}

function zoneHeads({ descriptor, path, limit }: RegularFile, pieceSize: number): string {
  const buffer = Buffer.allocUnsafe(pieceSize);
  let heads = '';
  let inLists = false;
  for (let length = 0, total = 0; ;) {
    const got = readSync(descriptor, buffer, length, pieceSize - length, null);
    length += got;
    total += got;
    if (total > limit) throw tooLarge(path, limit);
    const piece = buffer.subarray(0, length);
    let at = 0;
    for (;;) {
      const mark = inLists ? endOfLists(piece, at) : piece.indexOf(listsBegin, at, 'latin1');
      if (mark === -1) break;
      if (!inLists) heads += piece.toString('latin1', at, mark);
      at = mark;
      inLists = !inLists;
    }
    // The last bytes may begin a mark; at the end of the file they cannot.
    const sure = got === 0 ? length : Math.max(at, length - overlap);
    if (!inLists) heads += piece.toString('latin1', at, sure);
    if (got === 0) return heads;
    length = buffer.copy(buffer, 0, sure, length);
  }
}

/** Where the line feed stands after which a zone goes on, or the next one begins; -1 where neither is in the piece. */
function endOfLists(piece: Buffer, from: number): number {
  const goesOn = piece.indexOf(listsEnd, from, 'latin1');
  const within = goesOn === -1 ? piece : piece.subarray(0, goesOn);
  let next = within.indexOf(nextZone, from + 1, 'latin1');
  while (next !== -1 && within[next - 1] !== lineFeed) next = within.indexOf(nextZone, next + 1, 'latin1');
  return next === -1 ? goesOn : next - 1;
}

const noLists: PerCpuLists = { pages: 0, cpus: 0, statThreshold: 0 };

/**
 * Parses what `readZoneHeads` read, as `parseZoneinfo` does the whole. The whole is read, afresh, where per-CPU lists
 * are asked for after all, and where something is malformed, for the number of the line.
 * @param whole /proc/zoneinfo; undefined where it cannot be read
 * @throws MalformedError
 */
export function parseZoneHeads(heads: string, whole: () => string | undefined): ZoneinfoZone[] {
  let zones: ZoneinfoZone[];
  try {
    zones = parseZoneinfo(heads);
  } catch (error) {
    const text = whole();
    if (text === undefined) throw error;
    return parseZoneinfo(text);
  }
  let lists: Map<string, PerCpuLists> | undefined;
  for (const zone of zones) {
    zone.perCpu = () => (lists ??= listsOf(whole())).get(`${zone.node} ${zone.zone}`) ?? noLists;
  }
  return zones;
}

function listsOf(text: string | undefined): Map<string, PerCpuLists> {
  if (text === undefined) return new Map();
  try {
    return new Map(parseZoneinfo(text).map((zone) => [`${zone.node} ${zone.zone}`, zone.perCpu()]));
  } catch (error) {
    if (!(error instanceof BuddyguardError)) throw error;
    return new Map();
  }
}
