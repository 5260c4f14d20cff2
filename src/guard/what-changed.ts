import type { Snapshot } from '../machine/snapshot.ts';
import { pagesInBlocks } from '../machine/proc/buddyinfo.ts';
import type { Request } from '../request/request.ts';

/** What changed between two looks, in the numbers that decide the request's path. */
export function whatChanged(before: Snapshot, after: Snapshot, request: Request): string {
  const parts = [moved('free pages', totalFree(before), totalFree(after))];
  if (request.path === 'contiguous' && request.order > 0) {
    parts.unshift(
      moved(
        `pages in free blocks of order ${request.order}+`,
        inBlocks(before, request),
        inBlocks(after, request),
      ),
    );
  }
  return parts.join(', ');
}

function moved(name: string, from: number, to: number): string {
  return from === to ? `${name} ${to} as before` : `${name} ${from} -> ${to}`;
}

function totalFree({ buddyinfo: buddy }: Snapshot): number {
  return buddy.reduce((sum, row) => sum + pagesInBlocks(row.freeBlocks, 0), 0);
}

function inBlocks({ buddyinfo: buddy }: Snapshot, { order }: Request): number {
  return buddy.reduce((sum, row) => sum + pagesInBlocks(row.freeBlocks, order), 0);
}
