import { readBounded } from '../read-file.ts';

/** Parses a kernel list such as `0-3,8` (lib/bitmap.c); null where it is not one or names more than 4,096. */
export function parseKernelList(text: string): number[] | null {
  const numbers: number[] = [];
  for (const part of text.trim().split(',')) {
    const range = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part);
    if (!range) return null;
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (to < from || numbers.length + to - from >= 4096) return null;
    for (let n = from; n <= to; n++) numbers.push(n);
  }
  return numbers;
}

/** The memory nodes that this process's cpuset allows; null where /proc does not tell. */
export function ownAllowedNodes(): number[] | null {
  try {
    const list = /^Mems_allowed_list:\s*(\S+)$/m.exec(readBounded('/proc/self/status'))?.[1];
    return list === undefined ? null : parseKernelList(list);
  } catch {
    return null;
  }
}
