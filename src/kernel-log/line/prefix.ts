import { readJsonLine } from './json-line.ts';
import type { LastPrefix } from './last-prefix.ts';
import { maxLineLength } from '../read/line-limit.ts';
import type { LogLine } from './log-line.ts';
import { plainText } from './plain-text.ts';
import { type PrefixForm, hostForm, prefixForms, tagForm } from './prefix-forms.ts';
import { isSinceBoot } from './stamp.ts';

/** What stands for a line feed within a record. */
const breaks = ['#012', '\\x0a', '\\n', '\n', '\r', '\u2028', '\u2029'];

/** Collectors nest (a container's log of a syslog of a console), but not without end. */
const maxPrefixes = 8;
const timeForms = new Set(['syslog', 'iso', 'full', 'unix', 'printk', 'clock']);

/**
 * Strips what collectors, consoles and mail put around a line of the kernel: colours, quotes, time stamps, hosts, levels,
 * task tags, JSON. A record that holds several lines (`#012`, `\x0a`) becomes several.
 * @param last of the line before
 */
export function parseLogLine(raw: string, number: number, last: LastPrefix | null = null): LogLine[] {
  const known = last?.line(raw, number);
  if (known) return [known];
  let rest = (raw.length > maxLineLength ? raw.slice(0, maxLineLength) : raw).trim();
  let json = readJsonLine(rest);
  if (!json) {
    rest = plainText(rest).trim();
    if (rest.startsWith('>')) rest = rest.replace(/^(?:\s*>)+ ?/, '').trim();
    json = readJsonLine(rest);
  }
  const line: LogLine = {
    number,
    end: number,
    raw,
    text: '',
    stream: '',
    caller: '',
    seconds: null,
    time: '',
    clock: '',
  };

  if (json) {
    rest = plainText(json.text.slice(0, maxLineLength));
    line.stream = `json ${json.host}`;
    line.seconds = json.seconds;
    line.time = json.time;
    line.clock = json.clock;
  }
  rest = stripPrefixes(rest.trimStart(), line, json ? null : last);
  if (!breaks.some((sign) => rest.includes(sign))) {
    line.text = rest.trim();
    last?.learn(line);
    return [line];
  }
  return rest.split(recordBreak).map((part, i) => {
    // journald and CI do not repeat the prefix inside a record, but dmesg does.
    const inner = { ...line };
    inner.text = (i === 0 ? part : stripPrefixes(part.trimStart(), { ...line }))
      .replaceAll('#011', ' ')
      .trim();
    return inner;
  });
}

/**
 * Goes on with the text of a line from which a learned prefix was taken: behind it there may be one of the known forms.
 */
export function parseRest(line: LogLine, text: string): LogLine {
  const rest = { ...line };
  rest.text = stripPrefixes(text.trimStart(), rest).trim();
  return rest;
}

/** Where the known forms begin that end a prefix; its length if it has none at its end. */
export function knownFormsAt(prefix: string): number {
  for (const { index } of prefix.matchAll(/(?<![A-Za-z0-9])\S/g)) {
    const rest = prefix.slice(index);
    if (stripPrefixes(rest, { ...noLine }) === '') return index;
  }
  return prefix.length;
}

/** Where a record that holds several lines is cut. */
const recordBreak = /#012|\\x0a|(?:\\r)?\\n|[\n\r\u2028\u2029]/;

const noLine: LogLine = {
  ...{ number: 0, end: 0, raw: '', text: '', stream: '', caller: '' },
  ...{ seconds: null, time: '', clock: '' },
};

function stripPrefixes(text: string, line: LogLine, last: LastPrefix | null = null): string {
  const same = last?.take(text, line) ?? null;
  let rest = same && last ? text.slice(last.length).trimStart() : text;
  let timed = same?.timed ?? line.seconds !== null;
  let tagged = same !== null;
  for (let i = same?.forms ?? 0; i < maxPrefixes; i++) {
    const found = match(rest, timed);
    if (!found) break;
    const { form, host, caller, seconds, time } = found.form.facts(found.match);
    if (form !== undefined) line.stream += ` ${form}`;
    if (host !== undefined && host !== '') line.stream += ` ${host}`;
    if (caller !== undefined && caller !== '') line.caller = caller;
    if (typeof seconds === 'number') line.seconds = seconds;
    if (form !== undefined && timeForms.has(form)) timed = true;
    // The innermost is nearest to the kernel: what is outside says when its text was printed, or collected. A syslog's
    // date before `kernel:` is when the kernel said it.
    if (form !== undefined && time !== undefined && !(tagged && line.time !== '' && isSinceBoot(form))) {
      line.time = time;
      line.clock = form;
    }
    if (form === 'kernel' || form === 'rfc5424') tagged = true;
    rest = rest.slice(found.match[0].length);
    if (last && !same && form === 'kernel') {
      const { stream, caller, seconds, time, clock } = line;
      const said = { forms: i + 1, timed, stream, caller, seconds, time, clock };
      last.keep(text.slice(0, text.length - rest.length), said);
    }
    rest = rest.trimStart();
  }
  return rest;
}

/** The forms that may begin with a letter, by its code; those for all letters beyond ASCII lie behind the others. */
type ByLetter = readonly (readonly PrefixForm[])[];

const beyondAscii = 128;

function byLetter(forms: readonly PrefixForm[]): ByLetter {
  const classes = forms.map(({ starts }) => new RegExp(`[${starts}]`));
  return Array.from({ length: beyondAscii + 1 }, (_, code) =>
    forms.filter((_form, i) => classes[i]?.test(String.fromCharCode(code))),
  );
}

const [untimedForms, timedForms] = [tagForm, hostForm].map((first) => byLetter([first, ...prefixForms])) as [
  ByLetter,
  ByLetter,
];

function match(text: string, timed: boolean): { form: PrefixForm; match: RegExpExecArray } | null {
  const forms = timed ? timedForms : untimedForms;
  for (const form of forms[Math.min(text.charCodeAt(0), beyondAscii)] ?? []) {
    if (form.holds !== undefined && !text.includes(form.holds)) continue;
    const found = form.pattern.exec(text);
    if (found) return { form, match: found };
  }
  return null;
}
