/** What a stamp tells, or leaves to its reader. */
type StampKind =
  /** a moment */
  | 'zoned'
  /** a date and a time of day, without a zone */
  | 'local'
  /** with a zone's name, which may mean several zones */
  | 'named-zone'
  /** a day of the year and a time of day, without year and zone */
  | 'no-year'
  /** seconds since the kernel started */
  | 'since-boot';

/** When a line was printed, as far as what stood before it says. */
export interface Stamp {
  /** as it stood in the log; `since-boot` in seconds */
  text: string;
  kind: StampKind;
  /** the moment in UTC (ISO 8601) where the stamp alone tells it, else null */
  at: string | null;
}

/** By the form of the prefix (prefix-forms.ts, json-line.ts). */
const kinds: Readonly<Record<string, StampKind>> = {
  printk: 'since-boot',
  kmsg: 'since-boot',
  delta: 'since-boot',
  monotonic: 'since-boot',
  iso: 'local',
  rfc5424: 'local',
  full: 'named-zone',
  ctime: 'local',
  unix: 'zoned',
  realtime: 'zoned',
  syslog: 'no-year',
  logcat: 'no-year',
};

/** What lines before `kernel:` say when they were logged: the kernel's own seconds behind it add nothing to that. */
export function isSinceBoot(form: string): boolean {
  return kinds[form] === 'since-boot';
}

/** The stamp of a line; null if it has none that tells a day or the time since boot. */
export function stampOf({ clock, time: text }: { clock: string; time: string }): Stamp | null {
  const kind = kinds[clock];
  if (kind === undefined || text === '') return null;
  if (kind === 'since-boot') {
    const seconds = clock === 'kmsg' || clock === 'monotonic' ? (Number(text) / 1e6).toFixed(6) : text;
    return { text: seconds, kind, at: null };
  }
  const told =
    kind === 'zoned' || /(?:Z|[+-]\d\d(?::?\d\d)?| UTC| GMT)$/.test(text)
      ? 'zoned'
      : kind === 'no-year' && / \d{4} /.test(text)
        ? 'local'
        : kind;
  const at = told === 'zoned' ? zonedMoment(text) : null;
  return told === 'zoned' && at === null
    ? null
    : { text, kind: told, at: at === null ? null : new Date(at).toISOString() };
}

/**
 * The moment of a stamp, in milliseconds since the epoch; null if it cannot be told. What has no zone is read in the
 * zone of this process, and what has no year in the one that brings it nearest.
 * @param near milliseconds since the epoch
 * @param bootedAt when the kernel started; null if that is not known
 */
export function momentOf({ text, kind, at }: Stamp, near: number, bootedAt: number | null): number | null {
  switch (kind) {
    case 'zoned':
      return at === null ? null : Date.parse(at);
    case 'local':
      return localMoment(text);
    case 'no-year':
      return nearestMoment(text, near);
    case 'since-boot':
      return bootedAt === null ? null : bootedAt + Math.round(Number(text) * 1000);
    case 'named-zone':
      return null;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const clockForm = '(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?';
const isoForm = new RegExp(
  `(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${clockForm}(?: ?(?:(Z|UTC|GMT)|([+-])(\\d\\d):?(\\d\\d)?))?$`,
);
/** `Nov 12 15:15:41`, `Nov 12 2024 15:15:41`, `Tue Oct 25 00:13:08 2022`. */
const namedForm = new RegExp(
  `(${months.join('|')}) {1,2}(\\d{1,2})(?: (\\d{4}))? ${clockForm}(?: (\\d{4}))?$`,
);
/** logcat's `12-31 23:59:59.123`. */
const numberedForm = new RegExp(`^(\\d\\d)-(\\d\\d) ${clockForm}$`);

/** Year, month from 0, day, hours, minutes, seconds, milliseconds. */
type Fields = [number, number, number, number, number, number, number];

function zonedMoment(text: string): number | null {
  if (/^\d{16,17}$/.test(text)) return Math.floor(Number(text) / 1000);
  if (/^\d{9,11}\.\d+$/.test(text)) return Math.round(Number(text) * 1000);
  const found = isoForm.exec(text);
  if (!found) return null;
  const [, year, month, day, hours, minutes, seconds, fraction, , sign, zoneHours, zoneMinutes] = found;
  const fields = fieldsOf(year, Number(month) - 1, day, hours, minutes, seconds, fraction);
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -1 : 1);
  const at = Date.UTC(...fields);
  return isThatDay(new Date(at).getUTCDate(), fields) ? at - offset * 60_000 : null;
}

function localMoment(text: string): number | null {
  const iso = isoForm.exec(text);
  if (iso) {
    const [, year, month, ...rest] = iso;
    return inThisZone(fieldsOf(year, Number(month) - 1, ...rest));
  }
  const named = namedForm.exec(text);
  if (!named) return null;
  const [, month = '', day, early, hours, minutes, seconds, fraction, late] = named;
  return inThisZone(fieldsOf(early ?? late, months.indexOf(month), day, hours, minutes, seconds, fraction));
}

function nearestMoment(text: string, near: number): number | null {
  const named = namedForm.exec(text);
  const numbered = named ? null : numberedForm.exec(text);
  const [month, day, ...clock] = named
    ? [months.indexOf(named[1] ?? ''), named[2], ...named.slice(4, 8)]
    : [Number(numbered?.[1] ?? Number.NaN) - 1, numbered?.[2], ...(numbered?.slice(3) ?? [])];
  const year = new Date(near).getFullYear();
  const moments = [year - 1, year, year + 1].flatMap(
    (each) => inThisZone(fieldsOf(String(each), month, day, ...clock)) ?? [],
  );
  return moments.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? null;
}

function fieldsOf(
  year: string | undefined,
  month: number,
  day?: string,
  hours?: string,
  minutes?: string,
  seconds?: string,
  fraction?: string,
): Fields {
  const milliseconds = Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  return [Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds), milliseconds];
}

function inThisZone(fields: Fields): number | null {
  const date = new Date(...fields);
  return isThatDay(date.getDate(), fields) ? date.getTime() : null;
}

/** A day that its month does not have, or an hour that the day has not, became another one; so did what is no number. */
function isThatDay(got: number, [, month, day, hours, minutes, seconds]: Fields): boolean {
  return got === day && month >= 0 && month < 12 && hours < 24 && minutes < 60 && seconds < 61;
}
