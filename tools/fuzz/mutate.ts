import type { Random } from './random.ts';
import type { Input, Target } from './target.ts';

/** A hang of more than this is no find, and no seed is longer. */
export const maxInputBytes = 64 * 1024;

const numbers = [
  '0',
  '-1',
  '1',
  '00',
  '63',
  '64',
  '255',
  '4096',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '-2147483648',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '9223372036854771712',
  '9223372036854775807',
  '18446744073709551615',
  '18446744073709551616',
  '281474976710655',
  '1e30',
  '1e-7',
  '1e999',
  '0x10',
  '0xffffffffffffffff',
  'NaN',
  'Infinity',
  '-0',
  '.5',
  '1.5',
  '1_000',
  '9'.repeat(40),
  '9'.repeat(400),
] as const;

/** What stands in wrong and hostile files: controls, escapes, commands of a runner, broken UTF-8, names of every object. */
const pieces = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  ' ',
  '        ',
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u0007',
  '\b',
  '\u007f',
  '\u0085',
  '\u009b31m',
  '\u00a0',
  '\u00ff\u00fe',
  '\u00fe\u00ff',
  '\u00ef\u00bb\u00bf',
  '\u00c3\u0028',
  '\u00e2\u0080\u00ae',
  '\u00e2\u0080\u00a8',
  '\u00e2\u0080\u008b',
  '\u00ed\u00a0\u0080',
  '\u00f0\u009f\u0098\u0080',
  '\u00f0\u009f',
  '\u00d9\u00a1',
  '\n::error::x',
  '\n  ::set-output name=a::b',
  '##[error]x',
  '::',
  ':',
  ',',
  '-',
  '--',
  '=',
  '"',
  "'",
  '\\',
  '\\n',
  '#012',
  '/',
  '../',
  '(',
  ')',
  '[',
  '{',
  '}',
  '|',
  '%',
  '$(id)',
  '`id`',
  '__proto__',
  'constructor',
  'toString',
  'Node 0, zone   Normal',
  'Node 99999999999, zone DMA',
  'GFP_KERNEL',
] as const;

const words32 = [
  0, 1, 12, 24, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
] as const;

/** What one mutation works with: the part, and others of its kind to take from. */
interface Work {
  text: string;
  separator: string;
  other: () => string;
  random: Random;
}

const mutations: readonly [weight: number, mutate: (work: Work) => string][] = [
  [6, replaceNumber],
  [3, insertPiece],
  [2, flipBit],
  [1, replaceByte],
  [2, deleteRange],
  [2, dropLine],
  [2, doubleLine],
  [2, swapLines],
  [2, swapWords],
  [2, spliceLine],
  [1, spliceHalf],
  [1, truncate],
  [1, repeatPiece],
  [1, replaceWord32],
  [1, changeSpaces],
  [1, repeatLines],
];

const choices = mutations.flatMap(([weight, mutate]) => Array.from({ length: weight }, () => mutate));

/** An input made of the seeds: one of them, or parts of several, with up to eight mutations. */
export function makeInput(target: Pick<Target, 'separator'>, seeds: readonly Input[], random: Random): Input {
  const { separator = '\n' } = target;
  const seed = random.pick(seeds) ?? [];
  const input = seed.map((part, i) => (random.once(5) ? (random.pick(seeds)?.[i] ?? part) : part));
  const rounds = random.once(20) ? 0 : 1 + random.below(random.once(2) ? 2 : 8);
  for (let round = 0; round < rounds; round++) {
    const at = random.below(input.length);
    const work: Work = {
      text: input[at] ?? '',
      separator,
      other: () => random.pick(seeds)?.[at] ?? '',
      random,
    };
    const mutate = random.pick(choices) ?? flipBit;
    input[at] = mutate(work).slice(0, maxInputBytes);
  }
  return input;
}

function cut(text: string, from: number, to: number, put: string): string {
  return text.slice(0, from) + put + text.slice(to);
}

/** Where the run of characters of a kind around a place begins and ends. */
function runAround(text: string, at: number, isKind: (code: number) => boolean): [number, number] {
  let [from, to] = [at, at];
  while (from > 0 && isKind(text.charCodeAt(from - 1))) from--;
  while (to < text.length && isKind(text.charCodeAt(to))) to++;
  return [from, to];
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function replaceNumber({ text, random }: Work): string {
  let at = random.below(text.length);
  const first = at;
  while (at < text.length && !isDigit(text.charCodeAt(at))) at++;
  if (at === text.length) at = first;
  const [from, to] = runAround(text, at, isDigit);
  const number = random.once(3)
    ? String(Math.max(0, Number(text.slice(from, to)) + random.below(5) - 2))
    : random.once(3)
      ? String(random.below(2 ** random.below(32)))
      : random.pick(numbers);
  return cut(text, from, to, number);
}

function insertPiece({ text, random }: Work): string {
  const at = random.below(text.length + 1);
  return cut(text, at, random.once(3) ? at + 1 : at, random.pick(pieces));
}

function flipBit({ text, random }: Work): string {
  const at = random.below(text.length);
  return cut(text, at, at + 1, String.fromCharCode((text.charCodeAt(at) ^ (1 << random.below(8))) & 0xff));
}

function replaceByte({ text, random }: Work): string {
  const at = random.below(text.length);
  return cut(text, at, at + 1, String.fromCharCode(random.below(256)));
}

function deleteRange({ text, random }: Work): string {
  const at = random.below(text.length);
  return cut(text, at, at + 1 + random.below(random.once(2) ? 4 : 80), '');
}

/** The line around a place, and where it lies; its end is not part of it. */
function lineAt(text: string, at: number, separator: string): { from: number; to: number; line: string } {
  const from = at === 0 ? 0 : text.lastIndexOf(separator, at - 1) + 1;
  const end = text.indexOf(separator, at);
  const to = end === -1 ? text.length : end;
  return { from, to, line: text.slice(from, to) };
}

function dropLine({ text, separator, random }: Work): string {
  const { from, to } = lineAt(text, random.below(text.length), separator);
  return cut(text, from, to + 1, '');
}

function doubleLine({ text, separator, random }: Work): string {
  const { from, line } = lineAt(text, random.below(text.length), separator);
  const at = random.once(2) ? from : lineAt(text, random.below(text.length), separator).from;
  return cut(text, at, at, line + separator);
}

function swapLines({ text, separator, random }: Work): string {
  const [a, b] = [random.below(text.length), random.below(text.length)];
  const one = lineAt(text, Math.min(a, b), separator);
  const two = lineAt(text, Math.max(a, b), separator);
  if (one.from === two.from) return text;
  return cut(cut(text, two.from, two.to, one.line), one.from, one.to, two.line);
}

const isWord = (code: number): boolean => code > 32 && code < 127;

function swapWords({ text, random }: Work): string {
  const [from, to] = runAround(text, random.below(text.length), isWord);
  const [a, b] = runAround(text, random.below(text.length), isWord);
  return cut(text, from, to, text.slice(a, b));
}

function spliceLine({ text, separator, other, random }: Work): string {
  const from = other();
  const { line } = lineAt(from, random.below(from.length), separator);
  const at = lineAt(text, random.below(text.length), separator);
  return cut(text, at.from, random.once(2) ? at.to : at.from, random.once(2) ? line + separator : line);
}

function spliceHalf({ text, other, random }: Work): string {
  const from = other();
  const at = random.below(text.length);
  return text.slice(0, at) + from.slice(random.once(2) ? at : random.below(from.length));
}

function truncate({ text, random }: Work): string {
  return random.once(4) ? text.slice(random.below(text.length)) : text.slice(0, random.below(text.length));
}

/** A piece over and over: very long lines and words. */
function repeatPiece({ text, random }: Work): string {
  const at = random.below(text.length);
  const piece = random.once(2)
    ? text.slice(at, at + 1 + random.below(12))
    : random.pick(random.once(2) ? pieces : numbers);
  const times = 2 ** (1 + random.below(random.once(10) ? 15 : 6));
  return cut(
    text,
    at,
    at,
    piece.repeat(Math.min(times, Math.ceil(maxInputBytes / Math.max(1, piece.length)))),
  );
}

/** As a number of four bytes, for forms that are not text. */
function replaceWord32({ text, random }: Work): string {
  const word = random.once(2) ? random.pick(words32) : random.below(4096);
  const bytes = [word, word >>> 8, word >>> 16, word >>> 24].map((byte) => byte & 0xff);
  if (random.once(2)) bytes.reverse();
  const at = random.below(text.length) & ~3;
  return cut(text, at, at + 4, String.fromCharCode(...bytes));
}

function changeSpaces({ text, random }: Work): string {
  switch (random.below(5)) {
    case 0:
      return text.replaceAll('\n', '\r\n');
    case 1:
      return text.replaceAll('\n', '');
    case 2:
      return text.replace(/ +/g, ' ');
    case 3:
      return text.replaceAll(' ', '\t');
    default:
      return text.trimEnd();
  }
}

function repeatLines({ text, separator, random }: Work): string {
  const { from, to } = lineAt(text, random.below(text.length), separator);
  const end = lineAt(text, Math.min(text.length, to + 1 + random.below(2000)), separator).to;
  const lines = text.slice(from, end) + separator;
  return cut(text, end, end, (separator + lines).repeat(1 + random.below(random.once(10) ? 64 : 3)));
}
