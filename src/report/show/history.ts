import type { ZoneMemory } from '../../guard/zone-memory.ts';
import { type Screen, ink } from '../../text/screen.ts';
import { lastingWords } from '../../text/lasting.ts';
import { formatBytes } from '../../text/units.ts';
import { stripOf } from '../bars.ts';
import type { Moment } from './answer.ts';

/** So many moments fit on the widest screen; older ones need not be kept. */
const maxMoments = 120;

/** A history with one moment more, as far back as it can be shown. */
export function withMoment(history: readonly Moment[], moment: Moment): Moment[] {
  return [...history, moment].slice(-maxMoments);
}

/** What a history keeps of a look. */
export function momentOf(zones: readonly ZoneMemory[], at: number): Moment {
  const own = zones.filter(({ allowed }) => allowed);
  const largest = Math.max(-1, ...own.map(({ kernelOrder }) => kernelOrder ?? -1));
  return {
    at,
    freePages: (zones[0]?.freeBlocks ?? []).map((_, order) =>
      own.reduce((sum, { freeBlocks }) => sum + (freeBlocks[order] ?? 0) * 2 ** order, 0),
    ),
    kernelOrder: largest === -1 ? null : largest,
  };
}

/** A strip for each order, from the oldest moment to this one: the memory in free blocks of it, each by its own most. */
export function historyLines(history: readonly Moment[], pageSize: number, screen: Screen): string[] {
  const palette = screen.symbols === 'unicode' ? 'unicode' : 'ascii';
  const orders = history.at(-1)?.freePages.length ?? 0;
  const block = (order: number): string => formatBytes(2 ** order * pageSize);
  const labels = Array.from(
    { length: orders },
    (_, order) => `order ${order}`.padEnd(9) + block(order).padStart(8),
  );
  const room = screen.width - 17 - 2 - 2 - 8;
  const shown = history.slice(-Math.max(1, room));
  const span = (shown.at(-1)?.at ?? 0) - (shown[0]?.at ?? 0);
  return [
    ink(screen, `Free for GFP_KERNEL, ${span === 0 ? 'now' : `the last ${lastingWords(span)}`}`, 'dim'),
    ...labels.map((label, order) => {
      const values = shown.map(({ freePages }) => freePages[order] ?? 0);
      const now = formatBytes((values.at(-1) ?? 0) * pageSize).padStart(8);
      const isHad = order <= (shown.at(-1)?.kernelOrder ?? -1);
      return `${label}  ${ink(screen, stripOf(values, palette).padStart(Math.min(room, maxMoments)), isHad ? 'green' : 'yellow')}  ${now}`.trimEnd();
    }),
  ];
}
