import type { LogLine } from './log-line.ts';
import { parseHeader } from './parse-header.ts';
import { knownFormsAt, parseRest } from './prefix.ts';

/**
 * What some collector puts before each line of a log, in a form that nobody has described: learned from the first line
 * of a report, whose own words are known, and taken off the lines that have the same before them. Numbers may differ
 * between the lines (times, line numbers, ids), and so may levels (`warn`, `info`) and grep's `:` and `-`.
 */
interface LearnedPrefix {
  pattern: RegExp;
  /** what ends a line because of how the prefix ends: the other quote */
  closing: RegExp | null;
}

/** Several logs may lie one behind the other in a paste; the latest forms are kept. */
const maxLearned = 4;

/** Texts that are remembered: as many as the lines of a few reports that differ, and none that is unusually long. */
const maxBare = 4096;
const maxBareLength = 600;

/** The prefixes that a log has taught so far. */
export class LearnedPrefixes {
  #learned: LearnedPrefix[] = [];
  /** texts that have none of them, and teach none */
  readonly #bare = new Set<string>();

  /** The line without a learned prefix; a line that begins a report may teach one. */
  strip(line: LogLine): LogLine {
    if (line.text === '' || this.#bare.has(line.text)) return line;
    const rest = this.#stripped(line);
    if (rest === line && line.text.length <= maxBareLength) {
      if (this.#bare.size >= maxBare) this.#bare.clear();
      this.#bare.add(line.text);
    }
    return rest;
  }

  #stripped(line: LogLine): LogLine {
    // A header may have taught half of it, where the rest could be a name's; a line behind it teaches the other half.
    const known = this.#without(line);
    const rest = (known && this.#without(known)) ?? known ?? line;
    const foreign = foreignPrefixOf(rest.text);
    if (foreign === null) return rest;
    const own = foreign.slice(0, knownFormsAt(foreign));
    if (own.trim() === '') return rest;
    this.#bare.clear();
    this.#learned = [learnPrefix(own), ...this.#learned].slice(0, maxLearned);
    return this.#without(rest) ?? rest;
  }

  #without(line: LogLine): LogLine | null {
    for (const prefix of this.#learned) {
      const rest = withoutLearned(prefix, line.text);
      if (rest !== null) return parseRest(line, rest);
    }
    return null;
  }
}

/** A prefix is no longer than this; what is longer is a line that quotes a header. */
const maxPrefixLength = 200;

/** Other lines of a report have no command's name before them: nothing has to be guessed. */
const partBehind =
  /^(.{1,200}?)(?:CPU: \d{1,6} (?:UID: \d{1,10} )?PID: |Pid: \d{1,10}, comm: |(?:Call Trace|Mem-Info):$|(?:Memory cgroup out|Out) of memory: Kill|oom-kill:constraint=)/;

/** One of its words; the whole is tried only then. */
const partWords = ['PID: ', 'Pid: ', 'Call Trace:', 'Mem-Info:', 'of memory: Kill', 'oom-kill:con'];

const levels =
  'emerg|emergency|panic|alert|crit|critical|err|error|warn|warning|notice|info|debug|trace|fatal';
const levelWord = new RegExp(`^(?:${levels})$`, 'i');
const anyLevel = `(?:${levels.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})`;

/**
 * What stands before a report's first line and is not part of it; null if nothing does, or if nothing tells where it
 * ends.
 */
function foreignPrefixOf(text: string): string | null {
  const part = partWords.some((word) => text.includes(word)) ? partBehind.exec(text) : null;
  if (part) return part[1] ?? null;
  const header = parseHeader(text);
  if (!header || header.kind === 'cgroup' || header.before.length > maxPrefixLength) return null;
  const { comm, before } = header;
  const end = comm !== null && before.endsWith(comm) ? before.length - comm.length : before.length;
  const prefix = before.slice(0, end);
  // Where letters end it, the name was clipped and nothing tells where it begins.
  return /[^A-Za-z0-9]$/.test(prefix) && prefix.trim() !== '' ? prefix : null;
}

/** The shape of a prefix: see {@link LearnedPrefix}. */
function learnPrefix(prefix: string): LearnedPrefix {
  const parts = prefix.trim().match(/[A-Za-z0-9]+|\s+|[^A-Za-z0-9\s]/g) ?? [];
  const pattern = parts.map((part, i) => {
    if (/^\s/.test(part)) return '\\s+';
    if (levelWord.test(part)) return anyLevel;
    if (isVariable(part)) return /^\d+$/.test(part) ? '\\d+' : '[A-Za-z0-9]+';
    // `L12`, `t0s`: the letters stay.
    if (/\d/.test(part)) return part.replace(/\d+/g, '\\d+');
    // grep writes : before a line that matches and - before its neighbours.
    const beside = /^\d+$/.test(parts[i - 1] ?? '') || /^\d+$/.test(parts[i + 1] ?? '');
    if (part === ':' && (beside || i === parts.length - 1)) return '[:-]';
    return part.replace(/[^A-Za-z0-9]/g, '\\$&');
  });
  // A number that stands alone is not the beginning of a longer one.
  const end = /\s$/.test(prefix) ? '(?:\\s+|$)' : '\\s*';
  return { pattern: new RegExp(`^${pattern.join('')}${end}`), closing: closingOf(prefix.trim()) };
}

/** Takes a learned prefix off a line; null if the line does not have it. */
function withoutLearned({ pattern, closing }: LearnedPrefix, text: string): string | null {
  const found = pattern.exec(text);
  if (!found) return null;
  const rest = text.slice(found[0].length);
  return closing ? rest.replace(closing, '') : rest;
}

/** Numbers, and words of letters and digits that are too long for a name: ids, times without separators. */
function isVariable(word: string): boolean {
  if (/^(?:\d+|\d+[TZ]\d*)$/.test(word)) return true;
  return word.length >= 6 && /\d/.test(word) && /[A-Za-z]/.test(word);
}

/** What ends a line that began so: other quotes, a box, a panel, a tag of a page. */
const closings: readonly (readonly [RegExp, RegExp])[] = [
  [/^\u201c/, /\s*\u201d\s*$/],
  [/^\u00ab/, /\s*\u00bb\s*$/],
  [/^[\u2502\u2503\u2551]/, /\s*[\u2502\u2503\u2551]\s*$/],
  [/^\{\{/, /\s*\}\}\s*$/],
  [/<[a-z][^<>]{0,100}>?$|<!\[CDATA\[$/, /\s*(?:\]\]>)?(?:<\/[a-z][\w.-]{0,40}>\s*){0,8}$/],
];

function closingOf(prefix: string): RegExp | null {
  const closing = closings.find(([opening]) => opening.test(prefix));
  if (closing) return closing[1];
  const quote = /["'`|]$/.exec(prefix)?.[0];
  if (quote === undefined) return null;
  return quote === '|'
    ? /\s*\|\s*$/
    : new RegExp(`${quote}(?:\\s*[,;)\\]}]{0,3}\\s*$|[,;\\t] ?["'\\w{[].*$| \\w{1,40}=.*$)`);
}
