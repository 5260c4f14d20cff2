import { Explainer } from '../kernel-log/explain/explainer.ts';
import type { Failure } from '../kernel-log/explain/failure.ts';
import { momentOf } from '../kernel-log/line/stamp.ts';
import { openLog } from '../kernel-log/read/open-log.ts';
import { readLog } from '../kernel-log/read/read-log.ts';
import { Scanner } from '../kernel-log/read/scanner.ts';
import { TurnRound } from '../kernel-log/read/turn-round.ts';

/** Reports within the time that are kept; further ones are only counted, so that no log can fill the memory. */
const maxReports = 10_000;

/** The time that is looked at, and what places stamps in it; milliseconds since the epoch. */
interface Span {
  from: number;
  to: number;
  /** when the kernel started; null if that is not known */
  bootedAt: number | null;
}

/** A report of a failure. */
export interface PlacedReport {
  /** milliseconds since the epoch */
  at: number;
  failure: Failure;
}

/** The failures that a log tells, by their times. */
export interface LogFailures {
  /** within the time, the earliest first */
  reports: PlacedReport[];
  /** within the time, beyond those */
  omitted: number;
  /** before and after the time */
  outside: number;
  /** the times of the first and the last of those; null if there are none */
  outsideFrom: number | null;
  outsideTo: number | null;
  /** not placed, by what their stamps lack */
  unplaced: { stamp: number; zone: number; boot: number };
  /** in which year a day without one lies, and in which zone a time, was taken from the record and from this process */
  assumed: { year: boolean; zone: boolean };
  /** longer than a line may be, and cut */
  cutLines: number;
}

/**
 * Reads a kernel log, and places its failures in time.
 * @param file its path; `-` is standard input
 * @param kernel judge as on this kernel release
 * @throws UnreadableError; MalformedError if it is not text
 */
export async function readFailures(
  file: string,
  { from, to, bootedAt }: Span,
  kernel: string | undefined,
): Promise<LogFailures> {
  const found: LogFailures = {
    ...{ reports: [], omitted: 0, outside: 0, outsideFrom: null, outsideTo: null },
    ...{ unplaced: { stamp: 0, zone: 0, boot: 0 }, assumed: { year: false, zone: false }, cutLines: 0 },
  };
  const explainer = new Explainer({ kernel }, (failure) => {
    const { lastTime: stamp } = failure;
    const at = stamp && momentOf(stamp, (from + to) / 2, bootedAt);
    if (stamp && at !== null) {
      found.assumed.year ||= stamp.kind === 'no-year';
      found.assumed.zone ||= stamp.kind === 'no-year' || stamp.kind === 'local';
      if (at < from || at > to) {
        found.outside++;
        found.outsideFrom = Math.min(at, found.outsideFrom ?? at);
        found.outsideTo = Math.max(at, found.outsideTo ?? at);
      } else if (found.reports.length < maxReports) found.reports.push({ at, failure });
      else found.omitted++;
    } else if (stamp?.kind === 'since-boot') found.unplaced.boot++;
    else if (stamp?.kind === 'named-zone') found.unplaced.zone++;
    else found.unplaced.stamp++;
  });
  const lines = new TurnRound(explainer);
  const scanner = new Scanner(lines);
  await readLog(openLog(file), scanner, { follow: false });
  lines.flush();
  found.cutLines = scanner.cutLines;
  found.reports.sort((a, b) => a.at - b.at);
  return found;
}
