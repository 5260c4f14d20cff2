import type { AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { pagesInBlocks } from '../../kernel/free-blocks.ts';
import type { ZonePrediction } from '../../predict/zone-prediction.ts';
import { counted, formatBytes, formatCount } from '../../text/units.ts';

/** What was found on the machine that decides, in one short sentence for people; the reason has the kernel's own words. */
export function foundText(answer: CheckAnswer): string {
  const { request, room, zones } = answer;
  if (request === null) return answer.reason;
  if (room) {
    // What the step takes besides decides with it.
    const more = room.needs > 1.1 * request.bytes * request.count + request.pageSize;
    const whole = more ? `, and the whole step takes ${formatBytes(room.needs)}` : '';
    // Sizes that look alike are told to the byte.
    const alike = room.has < room.needs && formatBytes(room.has) === formatBytes(room.needs);
    return `${alike ? counted(room.has, 'byte') : formatBytes(room.has)} ${room.of}${whole}`;
  }
  if (request.path !== 'contiguous' || zones.length === 0 || answer.verdict === 'unknown')
    return firstClause(answer.reason);
  return blocksFound(answer, request);
}

/** What leads up to the first colon or bracket. */
export function firstClause(reason: string): string {
  return (/^[^:;(]*/.exec(reason)?.[0] ?? '').trim();
}

function blocksFound(answer: CheckAnswer, request: AnsweredRequest): string {
  const { zones, never, verdict, cause } = answer;
  const { pageSize, order, count } = request;
  const allowed = zones.filter((zone) => zone.allowed);
  const free = `${formatBytes(sum(allowed, ({ freePages }) => freePages) * pageSize)} is free`;
  const block = formatBytes(2 ** order * pageSize);
  if (never) return neverFound(answer, request);
  if (verdict === 'available') {
    const serving = zones.filter(({ fits }) => fits);
    const blocks = Math.floor(
      sum(serving, ({ freeBlocks }) => pagesInBlocks(freeBlocks, order)) / 2 ** order,
    );
    return order === 0 ? free : `${free}, ${counted(blocks, 'block')} of ${block} among it`;
  }
  switch (cause) {
    case 'watermark':
      return `${free}, and the kernel keeps the last ${formatBytes(sum(allowed, markOf) * pageSize)} for itself`;
    case 'reserve':
      return `${free}, but in a zone that is held back for other requests`;
    case 'withheld-blocks':
      return `${free}, and what blocks of ${block} are among it are set aside for other uses`;
    case 'not-read':
      return `${free}; not read: ${unread(answer.notes)}`;
    case 'none':
      return `${free}; such a block lies on a node that this process may not use`;
    case 'fragmentation':
    case 'out-of-memory':
    case 'cgroup-limit':
    case 'address-space':
    case 'huge-page-pool':
    case 'malformed':
    case 'never':
    case 'zone-absent':
    case undefined:
    default:
      return `${free}, but ${largestText(answer, order, count, pageSize)}`;
  }
}

/** The files that a note says were not read. */
function unread(notes: readonly string[]): string {
  const files = notes.flatMap((note) => /^(\S*(?:proc|sys)\/\S+): /.exec(note)?.[1] ?? []);
  return files.length === 0 ? 'the marks of its zones' : files.join(', ');
}

function largestText(
  { largestOrder, served }: CheckAnswer,
  order: number,
  count: number,
  pageSize: number,
): string {
  if (largestOrder === null) return 'no block that this request may use';
  const size = formatBytes(2 ** largestOrder * pageSize);
  if (largestOrder < order) return `the largest block that this request may use is ${size}`;
  if (served === undefined) return `not ${formatCount(count)} blocks of ${size} that this request may use`;
  return `only ${counted(served, 'block')} of ${size} that this request may use`;
}

function neverFound({ zones, cause, reason }: CheckAnswer, { pageSize }: AnsweredRequest): string {
  const orders = Math.max(...zones.map(({ freeBlocks }) => freeBlocks.length));
  if (cause === 'fragmentation')
    return `the largest block of this kernel is ${formatBytes(2 ** (orders - 1) * pageSize)}`;
  return firstClause(reason);
}

function markOf({ watermarkPages, lowmemReservePages }: ZonePrediction): number {
  return (watermarkPages?.min ?? 0) + (lowmemReservePages ?? 0);
}

function sum(zones: readonly ZonePrediction[], of: (zone: ZonePrediction) => number): number {
  return zones.reduce((pages, zone) => pages + of(zone), 0);
}
