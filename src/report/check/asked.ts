import type { AnsweredRequest } from '../../guard/answer.ts';
import { counted, formatBytes, formatCount } from '../../text/units.ts';

/** What is asked for, as a headline names it: `veth (2 blocks of order 4)`. */
export function requestName(request: AnsweredRequest): string {
  const { path, order, count, workload, unsized } = request;
  const one = path === 'contiguous' && count === 1 && unsized === undefined;
  const what = one ? `a block of order ${order}` : blocks(request);
  return workload === null ? what : `${workload} (${what})`;
}

/** How much is asked for: `2 blocks of order 4`, `80 single pages`, `room for 64 KiB`. */
export function blocks({ path, order, pages, bytes, count, unsized }: AnsweredRequest): string {
  if (unsized !== undefined) return 'of unknown size';
  if (path === 'address-space') return `room for ${formatBytes(bytes)}`;
  if (path === 'contiguous')
    return count === 1 ? `order ${order}` : `${formatCount(count)} blocks of order ${order}`;
  const each = counted(pages, 'single page');
  return count === 1 ? each : `${formatCount(count)} times ${each}`;
}

/** How many pages the whole step takes, and for what. */
export function beside({ pages, count, stepPages, beside: parts }: AnsweredRequest): string {
  const sum = [
    `${formatCount(pages * count)} as asked`,
    ...parts.map((part) => `${formatCount(part.pages)} for ${part.what}`),
  ];
  return `takes ${formatCount(stepPages)} pages in all: ${sum.join(', ')}`;
}
