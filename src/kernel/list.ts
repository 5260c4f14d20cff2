/** A list of numbers as the kernel prints it, `0-3,8` (lib/vsprintf.c bitmap_list_string), as ranges; null for anything else. */
function parseRanges(text: string): { first: number; last: number }[] | null {
  const ranges: { first: number; last: number }[] = [];
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (!match) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first) return null;
    ranges.push({ first, last });
  }
  return ranges;
}

/** How many numbers a kernel list such as `0-3,8` names; null where it is not one. */
export function countKernelList(text: string): number | null {
  return parseRanges(text)?.reduce((sum, { first, last }) => sum + last - first + 1, 0) ?? null;
}

/** The numbers of a kernel list such as `0-3,8`; null where it is not one or names more than 4,096. */
export function parseKernelList(text: string): number[] | null {
  const count = countKernelList(text);
  if (count === null || count > 4096) return null;
  return (parseRanges(text) ?? []).flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}
