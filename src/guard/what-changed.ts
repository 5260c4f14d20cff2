import type { Snapshot } from '../machine/snapshot.ts';
import { totalPagesInBlocks } from '../kernel/free-blocks.ts';
import type { Request } from '../request/request.ts';

/** What changed between two looks, in the numbers that decide the request's path. */
export function whatChanged(before: Snapshot, after: Snapshot, request: Request): string {
  const parts = [
    moved('free pages', totalPagesInBlocks(before.buddyinfo, 0), totalPagesInBlocks(after.buddyinfo, 0)),
  ];
  if (request.path === 'contiguous' && request.order > 0) {
    parts.unshift(
      moved(
        `pages in free blocks of order ${request.order}+`,
        totalPagesInBlocks(before.buddyinfo, request.order),
        totalPagesInBlocks(after.buddyinfo, request.order),
      ),
    );
  }
  return parts.join(', ');
}

function moved(name: string, from: number, to: number): string {
  return from === to ? `${name} ${to} as before` : `${name} ${from} -> ${to}`;
}
