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

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What stands before a line in a form that the reader knows nothing of: it has to learn it from the first line. */
export const foreignForms: readonly LogForm[] = [
  { name: 'grep -n', wrap: (text, at) => `${12 + at}${at === 0 ? ':' : '-'}${text}` },
  { name: 'grep -H -A', wrap: (text, at) => `kern.log${at === 0 ? ':' : '-'}${text}` },
  {
    name: 'grep -rn -A',
    wrap: (text, at) => {
      const sign = at === 0 ? ':' : '-';
      return `var/log/kern.log.1${sign}${12 + at}${sign}Apr 29 ${clock(at)} node-17 kernel: ${text}`;
    },
  },
  // Markdown takes what stands between two asterisks for emphasis, and writes it with underscores.
  { name: 'emphasis of Markdown', wrap: (text) => text.replace(/(\d)\*(\d+kB)/g, '$1_$2') },
  { name: 'cat -n', wrap: (text, at) => `${String(8 + at).padStart(6)}\t${text}` },
  {
    name: 'less -N',
    wrap: (text, at) => `${String(8 + at).padStart(7)} [${uptime(at).padStart(12)}] ${text}`,
  },
  { name: 'dmesg -T in German', wrap: (text, at) => `[Mo Apr 29 ${clock(at)} 2024] ${text}` },
  { name: 'dmesg -T in French', wrap: (text, at) => `[lun. avril 29 ${clock(at)} 2024] ${text}` },
  { name: 'dmesg -T in Japanese', wrap: (text, at) => `[月  4月 29 ${clock(at)} 2024] ${text}` },
  { name: 'a journal in German', wrap: (text, at) => `Mai 29 ${clock(at)} node-17 kernel: ${text}` },
  { name: 'a journal in French', wrap: (text, at) => `avril 29 ${clock(at)} node-17 kernel: ${text}` },
  { name: 'a journal in Russian', wrap: (text, at) => `апр 29 ${clock(at)} node-17 kernel: ${text}` },
  {
    name: 'OpenWrt',
    wrap: (text, at) =>
      `Mon Apr 29 ${clock(at)} 2024 kern.${at === 0 ? 'warn' : 'info'} kernel: [${uptime(at)}] ${text}`,
  },
  {
    name: 'BusyBox syslogd',
    wrap: (text, at) => `Apr 29 ${clock(at)} node-17 kern.warn kernel: [${uptime(at)}] ${text}`,
  },
  { name: 'syslog-ng', wrap: (text, at) => `Apr 29 ${clock(at)} [kern.warning] kernel: ${text}` },
  {
    name: 'kubectl logs --prefix',
    wrap: (text, at) => `[pod/node-debugger-abc/debugger] [${uptime(at)}] ${text}`,
  },
  { name: 'stern', wrap: (text, at) => `node-agent-x7k2p dmesg [${uptime(at).padStart(12)}] ${text}` },
  { name: 'kail', wrap: (text) => `kube-system/node-agent-x7k2p[dmesg]: ${text}` },
  {
    name: 'logcli',
    wrap: (text, at) => `${iso(at)}Z {host="node-17", job="kernel", level="warn"} [${uptime(at)}] ${text}`,
  },
  { name: 'integer seconds', wrap: (text, at) => `${1_714_394_852 + Math.floor(at / 1000)} ${text}` },
  { name: 'integer milliseconds', wrap: (text, at) => `${1_714_394_852_000 + at} [${uptime(at)}] ${text}` },
  { name: 'CloudWatch', wrap: (text, at) => `${1_714_394_852_000 + at}\tip-10-0-0-17\t${text}` },
  { name: 'a date with points', wrap: (text, at) => `29.04.2024 ${clock(at)} node-17 kernel: ${text}` },
  { name: 'a date with slashes', wrap: (text, at) => `04/29/2024 ${clock(at)} node-17 kernel: ${text}` },
  { name: 'Azure', wrap: (text, at) => `${iso(at)}1234Z ##[error]${text}` },
  { name: 'GitHub', wrap: (text) => `##[warning]${text}` },
  { name: 'GitHub debug', wrap: (text) => `::debug::${text}` },
  { name: 'TeamCity', wrap: (text, at) => `[${clock(at)}]W:\t [Step 1/2] ${text}` },
  { name: 'Buildkite', wrap: (text, at) => `\u001b_bk;t=${1_714_394_852_000 + at}\u0007${text}` },
  { name: 'Heroku', wrap: (text, at) => `${iso(at)}123+00:00 app[worker.1]: ${text}` },
  { name: 'terraform', wrap: (text) => `null_resource.guest (remote-exec): ${text}` },
  { name: 'ansible', wrap: (text) => `        "${text.replaceAll('"', '\\"')}",` },
  { name: 'pssh', wrap: (text) => `node-17.example.org: ${text}` },
  { name: 'Nomad', wrap: (text, at) => `[a1b2c3d4] ${iso(at)}Z ${text}` },
  { name: 'vagrant', wrap: (text) => `==> default: ${text}` },
  { name: 'vagrant over dmesg', wrap: (text, at) => `    default: [${uptime(at).padStart(12)}] ${text}` },
  {
    name: 'CSV',
    wrap: (text, at) => `"2024-04-29 ${clock(at)}","node-17","kernel","${text.replaceAll('"', '""')}"`,
  },
  {
    name: 'CSV with more behind',
    wrap: (text, at) => `${iso(at)},node-17,"[${uptime(at)}] ${text.replaceAll('"', '""')}"`,
  },
  { name: 'semicolons', wrap: (text, at) => `${iso(at)};node-17;kernel;${text}` },
  { name: 'tabs', wrap: (text, at) => `29/04 ${clock(at)}\tnode-17\tkernel\t${text}` },
  {
    name: 'logfmt',
    wrap: (text, at) =>
      `ts=${1_714_394_852 + at} level=${at === 0 ? 'warn' : 'info'} msg="${text.replaceAll('"', '\\"')}"`,
  },
  { name: 'a JSON array', wrap: (text, at) => `  ${JSON.stringify(`[${uptime(at)}] ${text}`)},` },
  { name: 'a Python list', wrap: (text) => `'${text}',` },
  { name: 'paragraphs', wrap: (text) => `<p>${html(text)}</p>` },
  { name: 'line breaks', wrap: (text, at) => `[${uptime(at).padStart(12)}] ${html(text)}<br>` },
  { name: 'list items', wrap: (text, at) => `<li class="log-line">[${uptime(at)}] ${html(text)}</li>` },
  {
    name: 'a table of a page',
    wrap: (text, at) => `<tr><td>${at + 1}</td><td>${html(text)}</td></tr>`,
  },
  { name: 'spans', wrap: (text) => `<span class="k">${html(text)}</span>` },
  { name: 'dashes', wrap: (text) => `- ${text}` },
  { name: 'stars', wrap: (text, at) => `* [${uptime(at).padStart(12)}] ${text}` },
  { name: 'bullets', wrap: (text) => `• ${text}` },
  { name: 'a numbered list', wrap: (text, at) => `${at + 1}. ${text}` },
  { name: 'backticks', wrap: (text) => `\`${text}\`` },
  { name: 'a comment', wrap: (text) => `# ${text}` },
  { name: 'a C comment', wrap: (text, at) => ` * [${uptime(at).padStart(12)}] ${text}` },
  { name: 'slashes', wrap: (text) => `// ${text}` },
  { name: 'a patch', wrap: (text, at) => `+[${uptime(at).padStart(12)}] ${text}` },
  { name: 'a Markdown table', wrap: (text) => `| ${text} |` },
  { name: 'a box', wrap: (text) => `│ ${text}` },
  { name: 'an arrow', wrap: (text) => `→ ${text}` },
  { name: 'IRC', wrap: (text, at) => `${clock(at)} <reporter> ${text}` },
  { name: 'a bridge of IRC', wrap: (text) => `<reporter> ${text}` },
  { name: 'netconsole', wrap: (text, at) => `10.0.0.17:6666 [${uptime(at).padStart(12)}] ${text}` },
  { name: 'conserver', wrap: (text, at) => `node-17-con: [${uptime(at).padStart(12)}] ${text}` },
  { name: 'libvirt', wrap: (text, at) => `${iso(at)}+0000: [${uptime(at).padStart(12)}] ${text}` },
  { name: 'an autotest', wrap: (text, at) => `${clock(at)} INFO | [${uptime(at).padStart(12)}] ${text}` },
  {
    name: 'LAVA',
    wrap: (text, at) => `- {"dt": "${iso(at)}", "lvl": "target", "msg": ${JSON.stringify(text)}}`,
  },
  {
    name: 'colours without their escapes',
    wrap: (text, at) => `[32m[${uptime(at).padStart(12)}] [0m[1m${text}[0m`,
  },
  {
    name: 'colours with carets',
    wrap: (text, at) => `^[[32m[${uptime(at).padStart(12)}] ^[[0m${text}`,
  },
  {
    name: 'entities by number',
    wrap: (text) => text.replace(/[<>()|*]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
  },
  { name: 'a box on both sides', wrap: (text) => `│ ${text} │` },
  { name: 'quotes of a text', wrap: (text) => `“${text}”` },
  { name: 'a panel', wrap: (text) => `{{${text}}}` },
  { name: 'a tag for each line', wrap: (text, at) => `<line n="${at}">${html(text)}</line>` },
  { name: 'numbers in words', wrap: (text, at) => `[step:L${at}:${Math.floor(at / 9)}s] ${text}` },
  { name: 'a prefix in two', wrap: (text, at) => `${iso(at)}Z In(05) vmx - ${text}` },
  {
    name: 'RFC 5424 with its length',
    wrap: (text, at) => `${text.length + 50} <4>1 ${iso(at)}Z node-17 kernel - - - ${text}`,
  },
  { name: 'Markdown that escapes', wrap: (text) => text.replace(/[_*]/g, '\\$&') },
];

/** What editors, pages and other programs make of the characters of a line, and of where it ends. */
export const alteredForms: readonly LogForm[] = [
  ...['\\u001b', '\\x1b', '\\e', '\\033', '\u241b', '\ufffd'].map((escape) => ({
    name: `colours, the escape as ${JSON.stringify(escape)}`,
    wrap: (text: string) => `${escape}[33m${text}${escape}[0m`,
  })),
  { name: 'colours with colons', wrap: (text) => `\u001b[38:2::255:0:0m${text}\u001b[0m` },
  { name: 'names of entities', wrap: (text) => text.replaceAll('(', '&lpar;').replaceAll('_', '&lowbar;') },
  { name: 'entities for blanks', wrap: (text) => text.replaceAll(' ', '&#32;') },
  { name: 'tags in capitals', wrap: (text) => `<DIV>${html(text)}</DIV>` },
  {
    name: 'a word processor',
    wrap: (text) => `<p class=MsoNormal><span lang=EN-US>${html(text)}<o:p></o:p></span></p>`,
  },
  { name: 'Markdown that escapes everything', wrap: (text) => text.replace(/[!#()*+\-.[\]_`{|}~]/g, '\\$&') },
  { name: 'LaTeX', wrap: (text) => text.replace(/[#$%&_]/g, '\\$&') },
  { name: 'spaces of no width', wrap: (text) => text.replace(/([_/: ])/g, '$1\u200b') },
  { name: 'soft hyphens', wrap: (text) => text.replaceAll('allocation', 'allo\u00adcation') },
  { name: 'marks of direction', wrap: (text) => `\u200e\u2068${text}\u2069` },
  ...['\u2003', '\u2009', '\u3000'].map((space) => ({
    name: `spaces as ${JSON.stringify(space)}`,
    wrap: (text: string) => text.replaceAll(' ', space),
  })),
  { name: 'multiplication signs', wrap: (text) => text.replace(/(\d)\*(\d+kB)/g, '$1×$2') },
  { name: 'cat -A', wrap: (text) => `${text}$` },
  { name: 'cat -A, carriage returns', wrap: (text) => `${text}^M$` },
  { name: 'a pilcrow', wrap: (text) => `${text}¶` },
  { name: 'escaped line ends', wrap: (text) => `${text}\\r\\n` },
  { name: 'a backslash behind', wrap: (text) => `${text} \\` },
];

/** What log services make of a line. */
export const serviceForms: readonly LogForm[] = [
  {
    name: 'Elasticsearch',
    wrap: (text, at) =>
      JSON.stringify({
        _index: 'logs',
        _source: { '@timestamp': `${iso(at)}Z`, message: text, host: { name: 'n' } },
      }),
  },
  {
    name: 'Loki',
    wrap: (text, at) => JSON.stringify({ labels: { host: 'n' }, line: text, timestamp: `${iso(at)}Z` }),
  },
  {
    name: 'Datadog',
    wrap: (text, at) => JSON.stringify({ id: 'x', content: { message: text, timestamp: `${iso(at)}Z` } }),
  },
  {
    name: 'fluentd',
    wrap: (text, at) =>
      `2024-04-29 ${clock(at)}.${milli(at)}000000 +0000 kernel.warn: ${JSON.stringify({ message: text })}`,
  },
  {
    name: 'CSV, the message first',
    wrap: (text, at) => `"${text.replaceAll('"', '""')}","${iso(at)}","node-17",${at}`,
  },
  {
    name: 'logrus',
    wrap: (text, at) => `time="${iso(at)}Z" level=warning msg=${JSON.stringify(text)} host=n`,
  },
  { name: 'zap', wrap: (text, at) => `${iso(at)}Z\tWARN\tkmsg/kmsg.go:12\t${text}\t{"host": "n"}` },
  {
    name: 'log4j',
    wrap: (text, at) => `2024-04-29 ${clock(at)},${milli(at)} WARN  [main] c.e.Kmsg - ${text}`,
  },
  { name: 'Python', wrap: (text) => `WARNING:kernel:${text}` },
  {
    name: 'Python with a time',
    wrap: (text, at) => `2024-04-29 ${clock(at)},${milli(at)} - kernel - WARNING - ${text}`,
  },
  {
    name: 'loguru',
    wrap: (text, at) => `2024-04-29 ${clock(at)}.${milli(at)} | WARNING  | __main__:f:12 - ${text}`,
  },
  { name: 'a clock of 12 hours', wrap: (text, at) => `04/29/2024 ${clock(at)} PM ${text}` },
  { name: 'date -R', wrap: (text, at) => `Mon, 29 Apr 2024 ${clock(at)} +0000 ${text}` },
  { name: 'date', wrap: (text, at) => `Mon Apr 29 ${clock(at)} UTC 2024 ${text}` },
  {
    name: 'RFC 5424 with several elements',
    wrap: (text, at) =>
      `<4>1 ${iso(at)}Z node-17 kernel - - [meta sequenceId="${at}"][ex note="a \\] b"] ${text}`,
  },
  { name: 'RFC 5424 without a time', wrap: (text) => `<4>1 - node-17 kernel - - - ${text}` },
  { name: 'numbers in brackets', wrap: (text, at) => `(${at + 1}) ${text}` },
  { name: 'a command of a workflow', wrap: (text, at) => `${iso(at)}1234Z [command]${text}` },
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
