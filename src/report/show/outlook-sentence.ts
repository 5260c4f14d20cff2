import type { WorkloadOutlook } from '../../guard/room-history.ts';
import { lastingWords } from '../../text/lasting.ts';
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
