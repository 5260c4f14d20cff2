/** How the memory in a zone's free blocks is drawn: one sign for each order, the higher the more memory lies in it. */
const signs = {
  unicode: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  ascii: ['.', ':', '-', '=', '+', '*', '#', '@'],
} as const;
const none = { unicode: '·', ascii: ' ' } as const;

export type BarSigns = keyof typeof signs;

/** Pages in blocks of one order. */
function pagesOf(blocks: number, order: number): number {
  return blocks * 2 ** order;
}

/** The pages of the fullest list of several zones, which their bars are measured by; at least 1. */
export function fullestList(zones: readonly { freeBlocks: readonly number[] }[]): number {
  return Math.max(1, ...zones.flatMap(({ freeBlocks }) => freeBlocks.map(pagesOf)));
}

/** One sign for each value of a series, by its share of the largest. */
export function stripOf(values: readonly number[], palette: BarSigns = 'unicode'): string {
  const ramp = signs[palette];
  const most = Math.max(1, ...values);
  return values
    .map((value) =>
      value === 0 ? none[palette] : ramp[Math.max(1, Math.ceil((value / most) * ramp.length)) - 1],
    )
    .join('');
}

/**
 * One sign for each order. With the cube root a list is still visible beside one that holds a thousand times as much.
 * @param fullest what the highest sign stands for, in pages
 */
export function barsOf(
  freeBlocks: readonly number[],
  fullest: number,
  palette: BarSigns = 'unicode',
): string[] {
  const ramp = signs[palette];
  return freeBlocks.map((count, order) => {
    if (count === 0) return none[palette];
    const step = Math.ceil(Math.cbrt(pagesOf(count, order) / fullest) * ramp.length);
    return ramp[Math.min(ramp.length, Math.max(1, step)) - 1] ?? '';
  });
}
