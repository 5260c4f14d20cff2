/** A point of a series: when (milliseconds), and how much. */
export type Point = readonly [at: number, value: number];

/** A straight line through a series. */
export interface Line {
  /** at the last point of the series */
  now: number;
  /** a millisecond */
  slope: number;
  /** how far a usual point lies from the line: 1.48 times the median distance, as the standard deviation of a normal one */
  scatter: number;
}

/** More points than so many tell the slope no better. */
const maxPoints = 40;

/**
 * The Theil-Sen line: the median of the slopes between all pairs of points, which single jobs that come and go do not tilt.
 * @throws RangeError for fewer than two points
 */
export function medianLine(points: readonly Point[]): Line {
  const last = points.at(-1);
  if (!last || points.length < 2) throw new RangeError('a line needs two points');
  const step = Math.max(1, Math.floor(points.length / maxPoints));
  const some = points.filter((_, i) => (points.length - 1 - i) % step === 0);
  const slopes = some.flatMap(([at, value], i) =>
    some.slice(i + 1).map(([later, other]) => (other - value) / (later - at)),
  );
  const slope = median(slopes.filter(Number.isFinite));
  const now = median(points.map(([at, value]) => value + slope * (last[0] - at)));
  const distances = points.map(([at, value]) => Math.abs(now + slope * (at - last[0]) - value));
  return { now, slope, scatter: 1.48 * median(distances) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
