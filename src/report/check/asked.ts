import type { AnsweredNeed, AnsweredRequest, CheckAnswer } from '../../guard/answer.ts';
import { counted, formatBytes, formatCount } from '../../text/units.ts';

/** What is asked for, in the words of people: `veth needs one free block of 64 KiB`; `what` it is for, where that has to be said. */
export function askedFor(request: AnsweredRequest, what: string | null): string {
  const { workload, node } = request;
  const thing = `${memoryOf(request, what !== null)}${node === undefined ? '' : ` on node ${node}`}`;
  return workload === null ? thing : `${workload} needs ${thing}${what === null ? '' : ` for ${what}`}`;
}

/** The memory itself: how much, and whether it has to be in one piece. */
function memoryOf(request: AnsweredRequest, isNamed: boolean): string {
  const { path, order, bytes, pages, pageSize, count, workload, unsized, limit } = request;
  const size = formatBytes(bytes);
  const times = count === 1 ? '' : `${formatCount(count)} times `;
  if (unsized !== undefined) return 'memory of a size that is not known';
  if (path === 'address-space') {
    if (limit === 'commit') return `a promise of ${size}`;
    return isNamed ? `room for ${size}` : `room for ${size} of machine code`;
  }
  if (path !== 'contiguous') return `${times}${size} of memory${bytes > pageSize ? ' in single pages' : ''}`;
  const block = formatBytes(pages * pageSize);
  const inWords = workload === null ? ` (order ${order})` : '';
  const held = bytes > (pages * pageSize) / 2 ? '' : ` for ${size}${count === 1 ? '' : ' each'}`;
  return count === 1
    ? `one free block of ${block}${inWords}${held}`
    : `${formatCount(count)} free blocks of ${block}${inWords}${held}`;
}

/** How much is asked for, as the kernel counts: `2 blocks of order 4`, `80 single pages`, `room for 64 KiB`. */
export function blocks({ path, order, pages, bytes, count, unsized }: AnsweredRequest): string {
  if (unsized !== undefined) return 'of unknown size';
  if (path === 'address-space') return `room for ${formatBytes(bytes)}`;
  if (path === 'contiguous')
    return count === 1 ? `order ${order}` : `${formatCount(count)} blocks of order ${order}`;
  const each = counted(pages, 'single page');
  return count === 1 ? each : `${formatCount(count)} times ${each}`;
}

/** What a need is for; of several workloads, whose it is. */
export function needName({ what, request }: AnsweredNeed, { workloads }: CheckAnswer): string {
  return workloads.length > 1 && request.workload !== null ? `${request.workload}: ${what}` : what;
}

/** How many pages the whole step takes, and for what. */
export function beside({ pages, count, stepPages, beside: parts }: AnsweredRequest): string {
  const sum = [
    `${formatCount(pages * count)} as asked`,
    ...parts.map((part) => `${formatCount(part.pages)} for ${part.what}`),
  ];
  return `takes ${formatCount(stepPages)} pages in all: ${sum.join(', ')}`;
}
