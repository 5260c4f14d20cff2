import { type Line, type Point, medianLine } from './line.ts';
import type { RequestRoom } from './room.ts';

/** When a request that is available will no longer be, if all goes on as it did. */
export interface Outlook {
  /** milliseconds from the last moment on */
  inMilliseconds: number;
  /** what runs out: free blocks of its size, or memory that is free or can be reclaimed */
  of: 'blocks' | 'memory';
  /** by the line: at its beginning, and at the last moment; units of RequestRoom */
  from: number;
  to: number;
  /** how long it was watched falling, in milliseconds */
  overMilliseconds: number;
}

/** Fewer looks say nothing about what goes on. */
const minMoments = 18;
/** Nor do looks within so short a time, in milliseconds. */
const minSpan = 10_000;
/** A line that falls by less than so many scatters may be none. */
const minFall = 6;
/** Both halves of what is watched fall, and neither more than so many times as fast as the other. */
const maxBend = 2;
/** Nothing is said of a time further away than so many times what was watched. */
const maxReach = 2;
/** The next shorter stretch that is looked at. */
const shorter = 0.7;
/** Where reclaim begins, so many times what is needed must be left in blocks for them not to be what runs out. */
const plenty = 16;

/**
 * From what a request had room in, the oldest moment first. Null where nothing can be said: it is not available now, too
 * little was seen, nothing falls steadily, or the end is too far away.
 *
 * Memory that falls by jobs and caches alone comes to rest at the low marks, where kswapd takes back what can be had:
 * blocks that would last until there do not run out by their own line, but with the memory.
 */
export function outlookOf(rooms: readonly RequestRoom[]): Outlook | null {
  const last = rooms.at(-1);
  if (!last?.isAvailable) return null;
  const series = (of: (room: RequestRoom) => number): Point[] => rooms.map((room) => [room.at, of(room)]);
  // One block less than it needs is where it ends.
  const memory = whenBelow(
    series(({ inMemory }) => inMemory),
    last.needs,
  );
  if (last.inBlocks === null) return memory && { ...memory, of: 'memory' };
  const blocks = steadyFall(series(({ inBlocks }) => inBlocks ?? 0));
  if (!blocks) return memory && { ...memory, of: 'memory' };
  const inMilliseconds = (blocks.line.now - last.needs) / -blocks.line.slope;
  const since = rooms.slice(-blocks.count);
  const free = medianLine(since.map((room) => [room.at, room.untilReclaim]));
  const untilReclaim = free.slope < 0 ? Math.max(0, free.now / -free.slope) : Infinity;
  if (inMilliseconds <= untilReclaim || !canReclaim(last)) {
    const own = statement(blocks, last.needs);
    return own && { ...own, of: 'blocks' };
  }
  // What is left in blocks when reclaim begins is about what stays of them.
  const leftThen = blocks.line.now + blocks.line.slope * untilReclaim;
  return leftThen > plenty * last.needs && memory ? { ...memory, of: 'memory' } : null;
}

/** Whether reclaim would make room: else what is free is all there is. */
function canReclaim({ inMemory, untilReclaim, needs }: RequestRoom): boolean {
  return inMemory - untilReclaim > plenty * needs;
}

interface Fall {
  line: Line;
  /** how many of the last points it goes through */
  count: number;
  overMilliseconds: number;
}

/** The longest stretch up to the last point over which a series falls along one line; null where it does not. */
function steadyFall(points: readonly Point[]): Fall | null {
  for (let count = points.length; count >= minMoments; count = Math.floor(count * shorter)) {
    const own = points.slice(-count);
    const overMilliseconds = (own.at(-1)?.[0] ?? 0) - (own[0]?.[0] ?? 0);
    if (overMilliseconds < minSpan) return null;
    const line = medianLine(own);
    if (line.slope >= 0 || -line.slope * overMilliseconds < minFall * line.scatter) continue;
    const [first, second] = [own.slice(0, count >> 1), own.slice(count >> 1)].map(
      (half) => medianLine(half).slope,
    ) as [number, number];
    if (first >= 0 || second >= 0 || Math.max(first / second, second / first) > maxBend) continue;
    return { line, count, overMilliseconds };
  }
  return null;
}

function whenBelow(points: readonly Point[], needs: number): Omit<Outlook, 'of'> | null {
  const fall = steadyFall(points);
  return fall && statement(fall, needs);
}

function statement({ line, overMilliseconds }: Fall, needs: number): Omit<Outlook, 'of'> | null {
  const inMilliseconds = (line.now - needs) / -line.slope;
  if (inMilliseconds <= 0 || inMilliseconds > maxReach * overMilliseconds) return null;
  return {
    inMilliseconds,
    from: line.now - line.slope * overMilliseconds,
    to: line.now,
    overMilliseconds,
  };
}
