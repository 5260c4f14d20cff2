import type { CheckAnswer } from '../../guard/answer.ts';
import type { Verdict } from '../../predict/prediction.ts';
import { escapeControls } from '../../text/escape.ts';
import { type Ink, type Screen, ink, plainScreen } from '../../text/screen.ts';
import { counted } from '../../text/units.ts';
import { fill, labelled, wordsOf } from '../../text/wrap.ts';
import type { Caller } from './caller.ts';
import { detailLines, trialText } from './details.ts';
import { type Deed, deedOf, readMore } from './doing.ts';
import type { CheckFormat } from './format.ts';
import { foundText } from './found.ts';
import { statement } from './headline.ts';

/** For people; that a machine cannot be read is said on standard error only. */
export const textFormat: CheckFormat = {
  name: 'text',
  render: (answer, how) => (answer.request === null ? '' : checkText(answer, how)),
};

/** How an answer is told to people. */
export interface TextStyle {
  /** as --why: all that the answer rests on */
  why: boolean;
  screen?: Screen;
  /** absent where nobody can follow advice */
  caller?: Caller;
}

/** So many entries follow the first line, so that all of them are read. */
const maxEntries = 5;

/**
 * The answer for people: in the first line the verdict, what was asked for and whether it goes; then, in at most five
 * entries, what was found and what to do. With --why also what the kernel is asked, every zone, and all advice.
 */
export function checkText(answer: CheckAnswer, { why, screen = plainScreen, caller }: TextStyle): string {
  const { width } = screen;
  const told = (label: string, text: string): string[] =>
    styled(screen, labelled(labelOf(label), escapeControls(text), width).split('\n'));
  const lines = [firstLine(answer, screen)];
  if (answer.request !== null) lines.push(...told('found', foundText(answer)));
  if (answer.trial) lines.push(...told('trial', trialText(answer.trial)));
  const note = answer.notes.find(isForReader);
  if (note !== undefined && !why) lines.push(...told('note', shortened(note)));
  const entries = 2 + (answer.trial ? 1 : 0) + (note === undefined ? 0 : 1);
  const deeds = caller ? deedsOf(answer, caller).slice(0, maxEntries - entries) : [];
  lines.push(...styled(screen, deedLines(deeds, width)));
  if (why) {
    for (const [label, text] of detailLines(answer))
      lines.push(...(label === null ? text.split('\n') : told(label, text)));
  } else if (answer.verdict !== 'available' && caller) {
    lines.push(...told('more', moreText(answer)));
  }
  return `${lines.join('\n')}\n`;
}

function labelOf(label: string): string {
  return `  ${label.padEnd(8)}`;
}

const signs: Record<Verdict, readonly [unicode: string, ascii: string, ink: Ink]> = {
  available: ['✔', '+', 'green'],
  attainable: ['◐', '~', 'yellow'],
  unavailable: ['✖', 'x', 'red'],
  unknown: ['?', '?', 'yellow'],
};

/** What stands before a verdict on such a screen, and its colour. */
export function verdictSign(
  verdict: Verdict,
  { symbols }: Pick<Screen, 'symbols'>,
): { sign: string; colour: Ink } {
  const [unicode, ascii, colour] = signs[verdict];
  return { sign: symbols === 'none' ? '' : `${symbols === 'unicode' ? unicode : ascii} `, colour };
}

function firstLine(answer: CheckAnswer, screen: Screen): string {
  const { sign, colour } = verdictSign(answer.verdict, screen);
  const head = `${sign}${answer.verdict}:`;
  const text = escapeControls(statement(answer));
  const [first = '', ...rest] = fill('', '  ', [head, ...wordsOf(text)], screen.width);
  return [`${ink(screen, head, colour, 'bold')}${first.slice(head.length)}`, ...rest].join('\n');
}

/** Labels recede; what they label does not. */
function styled(screen: Screen, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.replace(
      /^( {2})(\S+)(?= )/,
      (_, indent: string, label: string) => indent + ink(screen, label, 'dim'),
    ),
  );
}

function deedsOf(answer: CheckAnswer, caller: Caller): Deed[] {
  const more = isUnread(answer) ? readMore(caller, answer.request?.path ?? 'contiguous') : null;
  const advised = answer.advice.map((advice) => deedOf(advice, caller)).filter((deed) => deed !== null);
  return [...(more ? [more] : []), ...advised];
}

/** A file that was not read would say more. */
function isUnread({ cause, verdict, reason }: CheckAnswer): boolean {
  return cause === 'not-read' || (verdict === 'unknown' && reason.includes('not be read'));
}

/** What to do and, beside it or below it, what comes of it. */
function deedLines(deeds: readonly Deed[], width: number): string[] {
  const indent = labelOf('').length;
  const texts = deeds.map((deed) => ({ deed, text: escapeControls(deed.words.join(' ')) }));
  const widest = Math.max(
    0,
    ...texts
      .filter(({ deed, text }) => indent + text.length + 3 + deed.effect.length <= width)
      .map(({ text }) => text.length),
  );
  return texts.flatMap(({ deed, text }, i) => {
    const label = labelOf(i === 0 ? 'do' : '');
    const effect = escapeControls(deed.effect);
    if (effect !== '' && indent + Math.max(widest, text.length) + 3 + effect.length <= width)
      return [`${label}${text.padEnd(widest)}   ${effect}`];
    const words = deed.isCommand ? deed.words.map(escapeControls) : wordsOf(text);
    const lines = fill(label, ' '.repeat(indent + 2), words, width, deed.isCommand ? ' \\' : '');
    return effect === '' ? lines : [...lines, labelled(' '.repeat(indent + 2), effect, width)];
  });
}

/** A note that the reader should know: a malformed file, an option that would say more, or that something is not certain. */
function isForReader(note: string): boolean {
  return /(?:^|\s)--[a-z]|^unverified|^\S+: line \d/.test(note) && !note.startsWith('refused');
}

/** Without the files that it rests on. */
function shortened(note: string): string {
  return /^unverified: [^:]*/.exec(note)?.[0] ?? note;
}

function moreText({ advice, notes }: CheckAnswer): string {
  const rest = [
    'what each zone has',
    ...(notes.length > 0 ? [counted(notes.length, 'note')] : []),
    ...(advice.length > 0 ? ['all advice'] : []),
  ];
  return `with --why: ${rest.join(', ')}`;
}
