/** What one prefix adds to what is known of a line. */
interface PrefixFacts {
  /** goes into the line's stream; absent for what differs between the lines of one report */
  form?: string;
  host?: string;
  caller?: string;
  seconds?: number | null;
  /** the stamp as it stands, of a form that stamp.ts knows */
  time?: string | undefined;
}

/** A prefix that some collector puts before a line: a pattern anchored at the start, and what its groups mean. */
export interface PrefixForm {
  pattern: RegExp;
  /** what its first letter may be, as in a class of a pattern, and a letter that it always has: without, it is not tried */
  starts: string;
  holds?: string;
  facts: (match: RegExpExecArray) => PrefixFacts;
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const iso = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?';

/** In the order in which they are tried; each may follow any other, outermost first. */
export const prefixForms: readonly PrefixForm[] = [
  // printk's own: [   12.345678], [309805.658142s]
  {
    starts: '\\[',
    pattern: /^\[ *(\d{1,12}\.\d{1,9})s?\] ?/,
    facts: (m) => ({ form: 'printk', seconds: Number(m[1]), time: m[1] }),
  },
  // CONFIG_PRINTK_CALLER: [T123] for a task, [C0] for a CPU
  { starts: '\\[', pattern: /^\[ *([TC]\d{1,9})\] ?/, facts: (m) => ({ caller: m[1] ?? '' }) },
  // log levels: <4>, <30>
  { starts: '<', pattern: /^<\d{1,3}>/, facts: () => ({ form: 'level' }) },
  // /dev/kmsg: 4,1234,5678901,-,caller=T67023;text
  {
    starts: '\\d',
    pattern: /^\d{1,5},\d{1,12},(\d{1,15}),[-+c](?:,([^;]{0,200}))?;/,
    facts: (m) => ({
      form: 'kmsg',
      seconds: Number(m[1]) / 1e6,
      time: m[1],
      caller: /(?:^|,)caller=([TC]\d+)/.exec(m[2] ?? '')?.[1] ?? '',
    }),
  },
  // syslog and journalctl -o short: Nov 12 15:15:41
  {
    starts: 'JFMASOND',
    pattern: new RegExp(`^(${months}) {1,2}(\\d{1,2})(?: \\d{4})? (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) `),
    facts: (m) => ({
      form: 'syslog',
      seconds: monthDay(months.split('|').indexOf(m[1] ?? ''), m[2], m[3]),
      time: m[0].trimEnd(),
    }),
  },
  // rsyslog, journalctl -o short-iso, Docker, CRI, GitHub, Jenkins, dmesg --time-format iso
  {
    starts: '\\[\\d',
    pattern: new RegExp(`^\\[?(${iso})\\]?(?: |\\t|$)`),
    facts: (m) => ({ form: 'iso', seconds: isoSeconds(m[1]), time: m[1] }),
  },
  // journalctl -o short-full, with-unit: Mon 2024-04-29 12:47:32 UTC
  {
    starts: 'MTWFS',
    pattern: new RegExp(
      `^(?:${days}) (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?) [A-Z+-][A-Z0-9+-]{0,5} `,
    ),
    facts: (m) => ({ form: 'full', seconds: isoSeconds(m[1]), time: m[0].trimEnd() }),
  },
  // journalctl -o short-unix
  {
    starts: '\\d',
    pattern: /^(\d{9,11}\.\d{3,9}) /,
    facts: (m) => ({ form: 'unix', seconds: Number(m[1]), time: m[1] }),
  },
  // RFC 6587: the bytes of the message that follows
  { starts: '\\d', holds: '>1 ', pattern: /^\d{1,5} (?=<\d{1,3}>1 )/, facts: () => ({}) },
  // RFC 5424 after its priority: 1 2024-04-29T12:47:32Z host kernel - - -
  {
    starts: '1',
    pattern: new RegExp(
      `^1 (${iso}|-) (\\S{1,255}) \\S{1,48} \\S{1,128} \\S{1,32} (?:-|(?:\\[(?:[^\\]\\\\]|\\\\.){0,400}\\]){1,8}) ?`,
    ),
    facts: (m) => ({
      form: 'rfc5424',
      host: m[2] ?? '',
      seconds: isoSeconds(m[1]),
      time: m[1] === '-' ? undefined : m[1],
    }),
  },
  // dmesg -T, -H and -d
  {
    starts: '\\[',
    pattern: new RegExp(
      `^\\[(?:${days}) (${months}) {1,2}(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d{1,6})? \\d{4}\\] ?`,
    ),
    facts: (m) => ({
      form: 'ctime',
      seconds: monthDay(months.split('|').indexOf(m[1] ?? ''), m[2], m[3]),
      time: m[0].replace(/^\[|\] ?$/g, ''),
    }),
  },
  {
    starts: '\\[',
    pattern: new RegExp(`^\\[(?:(?:${months})\\d{1,2} \\d\\d:\\d\\d| *\\+\\d{1,9}\\.\\d{1,9})\\] ?`),
    facts: () => ({ form: 'human' }),
  },
  {
    starts: '\\[',
    pattern: /^\[ *(\d{1,12}\.\d{1,9})? *< *\d{1,9}\.\d{1,9}>\] ?/,
    facts: (m) => ({
      form: 'delta',
      seconds: m[1] === undefined ? null : Number(m[1]),
      time: m[1],
    }),
  },
  // dmesg -x: kern  :warn  :
  {
    starts: 'kuds',
    pattern: /^(?:kern|user|daemon|syslog) *:[a-z]{3,7} *: ?/,
    facts: () => ({ form: 'decoded' }),
  },
  // Android: logcat's clock, then `0  0 W kernel  : ` or `W/kernel  (    0): `
  {
    starts: '\\d',
    pattern:
      /^(\d\d)-(\d\d) (\d\d:\d\d:\d\d\.\d{3,6})(?: +(?:\w{1,16} +)?\d{1,6} +\d{1,6} [VDIWEF] [^:]{0,24}: ?| +)?/,
    facts: (m) => ({
      form: 'logcat',
      seconds: monthDay(Number(m[1]) - 1, m[2], m[3]),
      time: `${m[1] ?? ''}-${m[2] ?? ''} ${m[3] ?? ''}`,
    }),
  },
  {
    starts: 'VDIWEF',
    holds: '/',
    pattern: /^[VDIWEF]\/kernel *\( *\d{1,6}\): ?/,
    facts: () => ({ form: 'brief' }),
  },
  // vendors' task tags: Huawei, MediaTek, Samsung
  {
    starts: '\\[',
    pattern: /^\[pid:(\d{1,9}),cpu\d{1,4},[^\]]{0,20}\] ?/,
    facts: (m) => ({ caller: `pid:${m[1] ?? ''}` }),
  },
  {
    starts: '(-',
    pattern: /^-?\(\d{1,3}\)\[(\d{1,9}):[^\]]{1,20}\] ?/,
    facts: (m) => ({ caller: `pid:${m[1] ?? ''}` }),
  },
  {
    starts: '\\[',
    pattern: /^\[\d{1,3}: *[^\]]{1,16}: *(\d{1,9})\] ?/,
    facts: (m) => ({ caller: `pid:${m[1] ?? ''}` }),
  },
  // CRI's stream and GitLab's, after their time stamps
  { starts: 's', pattern: /^(?:stdout|stderr) [FP] /, facts: () => ({ form: 'cri' }) },
  { starts: '\\d', pattern: /^\d\d[OE][+ ] ?/, facts: () => ({ form: 'gitlab' }) },
  // fly watch --timestamps, Jenkins
  {
    starts: '\\[\\d',
    pattern: /^\[?\d\d:\d\d:\d\d(?:\.\d{1,6})?\]?\s{1,2}/,
    facts: () => ({ form: 'clock' }),
  },
  // workflow commands
  {
    starts: '#:\\[',
    pattern:
      /^(?:##\[(?:command|debug|endgroup|error|group|notice|section|warning)\]|\[command\]|::(?:debug|notice|warning|error)(?: [^:]{0,200})?::)/,
    facts: () => ({}),
  },
  // BuildKit: #12 0.345
  {
    starts: '#',
    pattern: /^#\d{1,4} (\d{1,6}\.\d{1,3}) /,
    facts: (m) => ({ form: 'buildkit', seconds: Number(m[1]) }),
  },
  // gh run view --log: job, step, then a time stamp
  {
    starts: '^\\t',
    holds: '\t',
    pattern: /^[^\t]{1,100}\t[^\t]{1,100}\t\ufeff?(?=\d{4}-\d\d-\d\dT)/,
    facts: () => ({ form: 'job' }),
  },
  // docker compose: worker-1  |
  {
    starts: 'A-Za-z0-9',
    holds: '|',
    pattern: /^[A-Za-z0-9][\w.-]{0,62} *\| /,
    facts: () => ({ form: 'compose' }),
  },
  // journalctl -o verbose, export
  { starts: 'M', pattern: /^MESSAGE=/, facts: () => ({ form: 'export' }) },
];

/** `host kernel: ` as syslog and journald write it; only after a time stamp, where there may be a host. */
export const hostForm: PrefixForm = {
  starts: 'A-Za-z0-9_',
  pattern: /^(?:([A-Za-z0-9_][\w.:-]{0,254}) )?(?:kernel|klogd|kern)(?:\[\d{1,9}\])?: ?/,
  facts: (m) => ({ form: 'kernel', host: m[1] ?? '' }),
};

/** The same without a host, for when no time stamp came before. */
export const tagForm: PrefixForm = { starts: 'k', pattern: /^kernel: ?/, facts: () => ({ form: 'kernel' }) };

function isoSeconds(text: string | undefined): number | null {
  const milliseconds = Date.parse((text ?? '').replace(' ', 'T').replace(',', '.'));
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

/** Seconds since the start of a year of 31-day months: good enough for differences within a report. */
function monthDay(month: number, day: string | undefined, clock: string | undefined): number {
  const [hours, minutes, seconds] = [clock?.slice(0, 2), clock?.slice(3, 5), clock?.slice(6)].map(Number);
  return ((month * 31 + Number(day)) * 24 + (hours ?? 0)) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}
