import type { WorkloadOutlook } from '../../guard/room-history.ts';
import { formatBytes } from '../../text/units.ts';

/** An outlook in one sentence, such as: at this rate veth will no longer be available in about 40 minutes: … */
export function outlookSentence(name: string, outlook: WorkloadOutlook): string {
  const { inMilliseconds, of, from, to, overMilliseconds, need } = outlook;
  const { order, pageSize, path } = need.request;
  const amount = (value: number): string =>
    formatBytes(Math.round(Math.max(0, value)) * (path === 'contiguous' ? pageSize : 1));
  const what =
    of === 'blocks'
      ? `what is free for it in blocks of ${formatBytes(2 ** order * pageSize)} or more`
      : path === 'contiguous'
        ? 'what is free or can be reclaimed'
        : 'what can be had for it';
  return `at this rate ${name} will no longer be available in about ${lastingWords(inMilliseconds)}: ${what} fell from ${amount(from)} to ${amount(to)} in ${lastingWords(overMilliseconds)}`;
}

/** To two figures at most: it is an estimate. */
function lastingWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const [value, unit] =
    seconds < 90
      ? [Math.max(1, Math.round(seconds)), 'second']
      : seconds < 90 * 60
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 36 * 3600
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}
