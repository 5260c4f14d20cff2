import { totalPagesInBlocks } from '../kernel/free-blocks.ts';
import { formatBytes, formatCount } from '../text/units.ts';
import type { JudgedNeed } from './judge.ts';

/** A number that decides the request's path. */
interface Amount {
  name: string;
  value: number;
  format: (value: number) => string;
}

/** What there is of what the request needs; after an earlier look, how that changed. */
export function whatChanged(before: JudgedNeed | null, after: JudgedNeed): string {
  const earlier = new Map((before ? amounts(before) : []).map(({ name, value }) => [name, value]));
  return amounts(after)
    .map(({ name, value, format }) => {
      const from = earlier.get(name);
      if (from === undefined) return `${name} ${format(value)}`;
      return from === value
        ? `${name} ${format(value)} as before`
        : `${name} ${format(from)} -> ${format(value)}`;
    })
    .join(', ');
}

function amounts({ need, prediction: { room }, snapshot: { buddyinfo } }: JudgedNeed): Amount[] {
  const { path, order, pageSize } = need.request;
  if (room) return [{ name: `of ${formatBytes(room.needs)} there is`, value: room.has, format: formatBytes }];
  const free = { name: 'free', value: totalPagesInBlocks(buddyinfo, 0) * pageSize, format: formatBytes };
  if (path !== 'contiguous' || order === 0) return [free];
  const blocks = totalPagesInBlocks(buddyinfo, order) / 2 ** order;
  return [
    { name: `blocks of ${formatBytes(2 ** order * pageSize)} or larger`, value: blocks, format: formatCount },
    free,
  ];
}
