import { UsageError } from '../errors.ts';
import { parseVersion } from '../kernel/version.ts';
import { parseSize } from '../request/size.ts';
import { escapeControls, quote } from '../text/escape.ts';
import type { Decoder } from './option.ts';

/** A text, unchanged. */
export function verbatim(text: string): string {
  return text;
}

/**
 * Names with commas between, each once, in the order given.
 * @throws UsageError naming `label`
 */
export function decodeNames(text: string, label: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new UsageError(`${label}: ${quote(text)}: expected names with one comma between them`);
  return [...new Set(names)];
}

/** The name of something that the command has a list of, and what an error calls the option or variable it was given to. */
export interface Named {
  text: string;
  label: string;
}

/** A name that the command looks up with `choose`. */
export function named(text: string, label: string): Named {
  return { text, label };
}

/**
 * The one of a list that has the name.
 * @throws UsageError naming the option or variable, the text and the names of the list
 */
export function choose<T extends { name: string }>({ text, label }: Named, list: readonly T[]): T {
  const found = list.find(({ name }) => name === text);
  if (found) return found;
  throw notAmong(
    text,
    label,
    list.map(({ name }) => name),
  );
}

/** A whole number in a range. */
export function integer(min: number, max: number): Decoder<number> {
  return (text, label) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(`${label}: ${quote(text)}: expected a whole number from ${min} to ${max}`);
  };
}

/** The units of a time, the largest first. */
const timeUnits: readonly (readonly [form: string, milliseconds: number])[] = [
  ['d(?:ays?)?', 24 * 3_600_000],
  ['h(?:ours?|rs?)?', 3_600_000],
  ['m(?:in(?:ute)?s?)?', 60_000],
  ['s(?:ec(?:ond)?s?)?', 1000],
  ['ms(?:ecs?)?|milliseconds?', 1],
];
const amount = '\\d{1,9}(?:\\.\\d{1,3})?';
const timeForm = new RegExp(
  `^${timeUnits.map(([unit]) => `(?:(${amount})\\s?(?:${unit}))?`).join('\\s?')}$`,
  'i',
);

/**
 * A duration in milliseconds: `500ms`, `5sec`, `1.5m`, `1m30s`, `2h`; a bare number is seconds. Up to seven days.
 * @throws UsageError naming `label`
 */
export function decodeDuration(text: string, label: string): number {
  const parts = timeForm.exec(text)?.slice(1) ?? [];
  const milliseconds = /^\d{1,9}(?:\.\d{1,3})?$/.test(text)
    ? Number(text) * 1000
    : parts.reduce(
        (sum, part: string | undefined, i) => sum + Number(part ?? 0) * (timeUnits[i]?.[1] ?? 0),
        0,
      );
  if (!(milliseconds >= 1 && milliseconds <= 7 * 24 * 3_600_000)) {
    throw new UsageError(
      `${label}: ${quote(text)}: expected a time such as 500ms, 5s, 1m30s or 2h, from 1ms to 7 days`,
    );
  }
  return Math.round(milliseconds);
}

/**
 * A time that has passed, as milliseconds since the epoch: how long ago (`10m`), or a date and time (ISO 8601).
 * @throws UsageError naming `label`
 */
export function decodeSince(text: string, label: string): number {
  const [date, day] = /^\d{4}-\d\d-(\d\d)/.exec(text) ?? [];
  // Date.parse takes the 31st of February for the 3rd of March.
  const isDate = date !== undefined && new Date(`${date}T00:00Z`).getUTCDate() === Number(day);
  const at = isDate ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  try {
    return Date.now() - decodeDuration(text, label);
  } catch {
    throw new UsageError(
      `${label}: ${quote(text)}: expected how long ago, such as 10m, 2h or 7d, or a time such as 2026-01-31T12:00`,
    );
  }
}

/**
 * A moment that has passed, as milliseconds since the epoch: a time of day (`03:12`, the last one that was), a date and time
 * (ISO 8601), or how long ago (`10m`).
 * @throws UsageError naming `label`
 */
export function decodeMoment(text: string, label: string): number {
  const [, hours, minutes, seconds = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hours === undefined) {
    try {
      return decodeSince(text, label);
    } catch {
      throw new UsageError(
        `${label}: ${quote(text)}: expected a time such as 03:12, 2026-01-31T03:12, or 10m (ago)`,
      );
    }
  }
  const at = new Date();
  at.setHours(Number(hours), Number(minutes), Number(seconds), 0);
  if (at.getTime() > Date.now()) at.setDate(at.getDate() - 1);
  return at.getTime();
}

/**
 * A number of bytes.
 * @throws UsageError naming `label`
 */
export function decodeBytes(text: string, label: string): number {
  const { amount, unit } = parseSize(text, label);
  if (unit === 'bytes') return amount;
  throw new UsageError(`${label}: ${quote(text)}: expected bytes, such as 64MiB`);
}

/**
 * One of a list of words.
 * @throws UsageError naming `label`
 */
export function decodeChoice<T extends string>(text: string, label: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw notAmong(text, label, choices);
  return found;
}

function notAmong(text: string, label: string, words: readonly string[]): UsageError {
  return new UsageError(`${label}: ${quote(text)}: expected ${words.join(', ')}`);
}

/**
 * A flag: `true` if it is on the command line, one of several words in its environment variable.
 * @throws UsageError naming `label`
 */
function decodeFlag(text: string, label: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new UsageError(`${label}: ${quote(text)}: expected true or false`);
}

/**
 * A flag that may also say how: true, false, or one of `words`.
 * @throws UsageError naming `label`
 */
export function decodeSwitch<T extends string>(
  text: string,
  label: string,
  words: readonly T[],
): boolean | T {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  try {
    return decodeFlag(text, label);
  } catch (error) {
    throw words.length === 0 ? error : notAmong(text, label, ['true', 'false', ...words]);
  }
}

/**
 * A kernel release, kept as written.
 * @throws UsageError naming `label`
 */
export function decodeRelease(text: string, label: string): string {
  // Reports print it: it is one line, and drives no terminal.
  if (parseVersion(text) !== null && escapeControls(text) === text) return text;
  throw new UsageError(
    `${label}: ${quote(text)}: expected a release as uname -r prints it, such as 6.1.0-18-amd64`,
  );
}
