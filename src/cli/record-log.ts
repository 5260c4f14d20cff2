import type { Sample } from '../record/lines.ts';
import { firstSample } from '../record/read-kept.ts';
import { StandingAt } from '../record/standing-at.ts';
import type { ShownLog } from '../report/show/answer.ts';
import { formatCount } from '../text/units.ts';
import { quote } from '../text/escape.ts';
import { utcTime } from '../text/utc-time.ts';
import { loadBundle } from './bundles.ts';
import { cutLinesText } from './cut-lines.ts';
import { markFailures, maxMarks } from './mark-failures.ts';
import type { LogFailures } from './read-failures.ts';

/** A boot's time is told to the second, and the clock is corrected now and then; milliseconds. */
const sameBoot = 5000;

/** The failures of a log within the time of a record, before it is known what the record says of them. */
export interface RecordLog {
  /** is given the record's samples */
  standing: StandingAt;
  /** once it has them: what is shown, and the samples that it rests on */
  shown(): Promise<{ log: ShownLog; samples: Sample[] }>;
}

/**
 * Reads a kernel log for what failed within the time of a record.
 * @param log its path; `-` is standard input
 * @param last the sample that the record is read up to
 * @param until so long that stands, in milliseconds since the epoch
 * @throws UnreadableError, MalformedError
 */
export async function recordLog(
  log: string,
  record: string,
  last: Sample,
  until: number,
  kernel: string | undefined,
): Promise<RecordLog> {
  const first = firstSample(record) ?? last;
  const from = Math.min(first.at, last.at);
  const isOneBoot =
    first.bootedAt !== null && last.bootedAt !== null && Math.abs(first.bootedAt - last.bootedAt) <= sameBoot;
  const bootedAt = isOneBoot ? last.bootedAt : null;
  const found = await loadBundle('explain.cjs').readFailures(log, { from, to: until, bootedAt }, kernel);
  const standing = new StandingAt(found.reports.map(({ at }) => at));
  const name = log === '-' ? 'standard input' : quote(log);
  const whyNoBoot =
    first.bootedAt === null || last.bootedAt === null
      ? 'the record does not tell when that was'
      : 'the record is of several boots';
  return {
    standing,
    shown: async () => {
      standing.end();
      const { marks, samples } = await markFailures(found.reports, standing, kernel);
      const marked = marks.reduce((sum, { count }) => sum + count, 0);
      const left = found.omitted + found.reports.length - marked;
      const notes = [
        ...assumptions(found),
        ...unplaced(found, whyNoBoot),
        ...(found.cutLines > 0 ? [cutLinesText(found.cutLines)] : []),
        ...(left > 0
          ? [`${failures(left)} more within this time ${are(left)} not shown, beyond ${maxMarks}`]
          : []),
      ];
      return { log: { name, marks, notes }, samples };
    },
  };
}

function assumptions({ assumed: { year, zone } }: LogFailures): string[] {
  if (!zone) return [];
  const which = year ? ', and days without a year in the one that is nearest to the record' : '';
  return [`times without a zone are taken in this system's own, ${ownZone()}${which}`];
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function unplaced({ unplaced, outside, outsideFrom, outsideTo }: LogFailures, whyNoBoot: string): string[] {
  const { stamp, zone, boot } = unplaced;
  const dates = 'journalctl --dmesg --output=short-iso has dates';
  const not = (count: number, why: string): string[] =>
    count === 0 ? [] : [`${failures(count)} ${are(count)} not placed in time: ${why}`];
  return [
    ...(outside === 0
      ? []
      : [
          `${failures(outside)} ${are(outside)} not of this time, but ${outside === 1 ? 'of' : 'from'} ${utcTime(outsideFrom ?? 0)}${outside === 1 ? '' : ` to ${utcTime(outsideTo ?? 0)}`}`,
        ]),
    ...not(boot, `stamped with seconds since the kernel started, and ${whyNoBoot}; ${dates}`),
    ...not(zone, `stamped with the name of a zone, which may mean several; ${dates}`),
    ...not(stamp, `without a stamp that tells the day; ${dates}`),
  ];
}

function failures(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'failure' : 'failures'}`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
