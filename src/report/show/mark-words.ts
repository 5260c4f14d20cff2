import { lastingWords } from '../../text/lasting.ts';
import { formatCount, percent } from '../../text/units.ts';
import { utcTime } from '../../text/utc-time.ts';
import { headline } from '../explain/headline.ts';
import type { Mark, ShownLog } from './answer.ts';

/** How many failures there are, in one line. */
export function markHeading({ name, marks }: ShownLog): string {
  const reports = marks.reduce((sum, { count }) => sum + count, 0);
  if (reports === 0) return `No failure in ${name} within this time`;
  return `${formatCount(reports)} ${reports === 1 ? 'failure' : 'failures'} in ${name} within this time`;
}

/** When it was. */
export function markTime({ at }: Mark): string {
  return utcTime(at);
}

/** What failed, and how often. */
export function markHeadline({ failure, count }: Mark): string {
  return `${headline(failure)}${count === 1 ? '' : `, ${formatCount(count)} times`}`;
}

/** What the record says of that moment. */
export function beforeSentence({ at, failure, before }: Mark): string {
  if (before === null) return 'nothing was recorded then';
  if (before.said === null)
    return failure.check === null
      ? 'no reading of free memory shows this kind of failure'
      : 'what was recorded does not tell';
  const { verdict, likelihood } = before.said;
  const passed = at - before.at;
  const when = passed < 1000 ? 'just before it' : `${lastingWords(passed)} before it`;
  return `${when} the guard would have said ${verdict} (chance ${percent(likelihood)})`;
}
