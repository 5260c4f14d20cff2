/** A way in which a kernel's lines reach a reader. `at` counts lines; a report's lines are a millisecond apart. */
export interface LogForm {
  name: string;
  wrap: (text: string, at: number) => string;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const clock = (at: number): string => `12:47:${pad(32 + Math.floor(at / 1000), 2)}`;
const milli = (at: number): string => pad(at % 1000, 3);
const uptime = (at: number): string => (207_802 + at / 1000).toFixed(6);
const iso = (at: number): string => `2024-04-29T${clock(at)}.${milli(at)}`;

/** What a kernel, or the tool that read its buffer, puts before a line. */
export const kernelForms: readonly LogForm[] = [
  { name: 'dmesg', wrap: (text, at) => `[${uptime(at).padStart(12)}] ${text}` },
  { name: 'dmesg with callers', wrap: (text, at) => `[${uptime(at).padStart(12)}][ T4711] ${text}` },
  { name: 'dmesg with CPU callers', wrap: (text, at) => `[${uptime(at).padStart(12)}][    C3] ${text}` },
  { name: 'dmesg -T', wrap: (text, at) => `[Mon Apr 29 ${clock(at)} 2024] ${text}` },
  {
    name: 'dmesg -H',
    wrap: (text, at) => (at === 0 ? `[Apr29 12:47] ${text}` : `[  +0.000${milli(at)}] ${text}`),
  },
  { name: 'dmesg -d', wrap: (text, at) => `[${uptime(at).padStart(12)} <    0.000012>] ${text}` },
  { name: 'dmesg -x', wrap: (text, at) => `kern  :warn  : [${uptime(at).padStart(12)}] ${text}` },
  {
    name: 'dmesg --time-format iso',
    wrap: (text, at) => `2024-04-29T${clock(at)},${milli(at)}000+02:00 ${text}`,
  },
  { name: 'console levels', wrap: (text, at) => `<4>[${uptime(at).padStart(12)}] ${text}` },
  { name: '/dev/kmsg', wrap: (text, at) => `4,${1000 + at},${207_802_726_149 + at * 1000},-;${text}` },
  {
    name: '/dev/kmsg with callers',
    wrap: (text, at) => `4,${1000 + at},${207_802_726_149 + at * 1000},-,caller=T4711;${text}`,
  },
  { name: 'logcat', wrap: (text, at) => `04-29 ${clock(at)}.${milli(at)}     0     0 W kernel  : ${text}` },
  { name: 'logcat brief', wrap: (text) => `W/kernel  (    0): ${text}` },
  {
    name: 'logcat over levels',
    wrap: (text, at) => `04-29 ${clock(at)}.${milli(at)} <4>[${uptime(at)}] ${text}`,
  },
  { name: 'Huawei', wrap: (text, at) => `<4>[${uptime(at)}s][pid:1361,cpu5,sManagerService]${text}` },
  {
    name: 'MediaTek',
    wrap: (text, at) => `<4>[${uptime(at).padStart(12)}] (2)[1361:sManagerService]${text}`,
  },
];

/** What a log daemon puts before it. */
export const daemonForms: readonly LogForm[] = [
  { name: 'syslog', wrap: (text, at) => `Apr 29 ${clock(at)} node-17 kernel: ${text}` },
  {
    name: 'syslog with uptime',
    wrap: (text, at) => `Apr 29 ${clock(at)} node-17 kernel: [${uptime(at).padStart(12)}] ${text}`,
  },
  { name: 'syslog without a host', wrap: (text, at) => `Apr 29 ${clock(at)} kernel: ${text}` },
  { name: 'syslog with a priority', wrap: (text, at) => `<4>Apr 29 ${clock(at)} node-17 kernel: ${text}` },
  { name: 'rsyslog', wrap: (text, at) => `${iso(at)}737+00:00 node-17 kernel: ${text}` },
  { name: 'RFC 5424', wrap: (text, at) => `<4>1 ${iso(at)}Z node-17 kernel - - - ${text}` },
  {
    name: 'journalctl -o short-precise',
    wrap: (text, at) => `Apr 29 ${clock(at)}.${milli(at)}149 node-17 kernel: ${text}`,
  },
  {
    name: 'journalctl -o short-iso',
    wrap: (text, at) => `2024-04-29T${clock(at)}+0000 node-17 kernel: ${text}`,
  },
  {
    name: 'journalctl -o short-full',
    wrap: (text, at) => `Mon 2024-04-29 ${clock(at)} UTC node-17 kernel: ${text}`,
  },
  {
    name: 'journalctl -o short-unix',
    wrap: (text, at) => `1714394852.${milli(at)}149 node-17 kernel: ${text}`,
  },
  {
    name: 'journalctl -o short-monotonic',
    wrap: (text, at) => `[${uptime(at).padStart(12)}] node-17 kernel: ${text}`,
  },
  {
    name: 'journalctl -o json',
    wrap: (text, at) =>
      JSON.stringify({
        __REALTIME_TIMESTAMP: `${1_714_394_852_000_000 + at * 1000}`,
        _HOSTNAME: 'node-17',
        PRIORITY: '4',
        MESSAGE: text,
        SYSLOG_IDENTIFIER: 'kernel',
      }),
  },
];

/** What a collector or a CI system puts before whatever line it was given. */
export const outerForms: readonly LogForm[] = [
  { name: 'docker logs -t, GitHub Actions', wrap: (text, at) => `${iso(at)}1234Z ${text}` },
  { name: 'gh run view --log', wrap: (text, at) => `build\tRun tests\t${iso(at)}1234Z ${text}` },
  { name: 'CRI', wrap: (text, at) => `${iso(at)}123456Z stderr F ${text}` },
  { name: 'GitLab', wrap: (text, at) => `${iso(at)}123Z 01E ${text}` },
  { name: 'Jenkins', wrap: (text, at) => `[${iso(at)}Z] ${text}` },
  { name: 'fly watch --timestamps', wrap: (text, at) => `${clock(at)}  ${text}` },
  { name: 'BuildKit', wrap: (text, at) => `#12 ${(at / 1000).toFixed(3)} ${text}` },
  { name: 'docker compose', wrap: (text) => `worker-1  | ${text}` },
  {
    name: 'docker json-file',
    wrap: (text, at) => JSON.stringify({ log: `${text}\n`, stream: 'stderr', time: `${iso(at)}123456Z` }),
  },
  {
    name: 'colours',
    wrap: (text, at) => `\u001b[32m[${uptime(at).padStart(12)}] \u001b[0m\u001b[33m${text}\u001b[0m`,
  },
  { name: 'mail quote', wrap: (text) => `> ${text}` },
  { name: 'mail quote of a quote', wrap: (text) => `>> > ${text}` },
  { name: 'carriage returns', wrap: (text) => `${text}\r` },
  { name: 'indented', wrap: (text) => `    ${text}` },
  { name: 'no-break spaces', wrap: (text) => text.replaceAll(' ', '\u00a0') },
];

/** A log in a form, line by line. */
export function inForm(lines: readonly string[], { wrap }: LogForm): string[] {
  return lines.map((line, at) => wrap(line, at));
}

/** Wraps at spaces, as mail does: no line longer than `width`, where words allow. */
export function mailWrapped(lines: readonly string[], width: number, quote = ''): string[] {
  return lines.flatMap((line) => {
    const wrapped: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      if (current.trim() !== '' && quote.length + current.length + 1 + word.length > width) {
        wrapped.push(current);
        current = word;
      } else current = current === '' ? word : `${current} ${word}`;
    }
    return [...wrapped, current].map((part) => quote + part);
  });
}
