import type { LogLine } from './log-line.ts';
import type { Statement } from './statement.ts';

/** What a line says; null if nothing about a failure. */
type Parse = (text: string) => Statement | null;

/** Mail wraps at 65 columns or more; a line that would still be shorter than this with the next word was not wrapped. */
const minWrapLength = 60;

/** A wrapped piece is no longer than a screen is wide. */
const maxPieceLength = 200;

/** No line of a report is longer than this once it is whole again. */
const maxWholeLength = 1500;

/** Rejoins lines that mail has wrapped; a line is passed on when the one after it shows that it is whole. */
export class Unwrapper {
  readonly #whole: (line: LogLine) => void;
  readonly #parse: Parse;
  #line: LogLine | null = null;
  /** the width at which a screen cuts lines, within words too; null until a header shows it */
  #width: number | null = null;

  constructor(whole: (line: LogLine) => void, parse: Parse) {
    this.#whole = whole;
    this.#parse = parse;
  }

  /** The line that waits begins a report, or may be the first half of one that does. */
  get mayBeginReport(): boolean {
    const text = this.#line?.text;
    if (text === undefined) return false;
    const statement = this.#parse(text);
    return statement ? statement.type === 'header' : firstHalf.test(text);
  }

  /** @param inReport a report is being read; between reports only headers are rejoined */
  read(line: LogLine, inReport: boolean): void {
    const first = this.#line;
    if (first && isBrokenOff(first, line)) {
      if (this.#isCut(first, line, inReport)) {
        this.#line = joined(first, line, /\s$/.test(first.raw) || /^\s/.test(line.raw) ? ' ' : '');
        return;
      }
      if (
        mayEndHeader(first.text, line.text, this.#parse) ||
        (inReport && mayEnd(first.text, line.text, this.#parse))
      ) {
        this.#line = joined(first, line);
        return;
      }
    }
    this.flush();
    this.#line = line;
  }

  /** Whether a screen's edge, not a mail program, has cut the first line: a header tells where that is. */
  #isCut(first: LogLine, line: LogLine, inReport: boolean): boolean {
    const width = first.raw.trimEnd().length;
    if (inReport && width === this.#width) return true;
    if (!isCutHeader(first.text, line.text, this.#parse)) return false;
    this.#width = width;
    return true;
  }

  /** Passes on the waiting line. */
  flush(): void {
    const line = this.#line;
    this.#line = null;
    if (line) this.#whole(line);
  }
}

/** Whether two lines are a header only without a space between them. */
function isCutHeader(first: string, second: string, parse: Parse): boolean {
  const header = parse(first);
  if (header?.type === 'header')
    return (
      (/mode:0x[0-9a-f]*$/.test(first) && /^[0-9a-f]*[(,]/.test(second)) ||
      (/\([A-Z_|]*[A-Z_]$/.test(first) && /^[A-Z_]*[|)]/.test(second)) ||
      (/order:\d+$/.test(first) && /^\d*, ?mode:/.test(second))
    );
  if (header || parse(second) || !/[A-Za-z:]$/.test(first)) return false;
  const isHeader = (text: string): boolean => parse(text)?.type === 'header';
  return isHeader(`${first}${second}`) && !isHeader(`${first} ${second}`);
}

function joined(first: LogLine, rest: LogLine, between = ' '): LogLine {
  const whole = {
    ...first,
    text: `${first.text}${between}${rest.text}`.trim(),
    end: rest.end,
    raw: rest.raw,
  };
  if (first.text !== '') return whole;
  // A line that was wrapped within its prefix has half of it before each piece.
  const caller = rest.caller === '' ? first.caller : rest.caller;
  const { time, clock } = rest.time === '' ? first : rest;
  const seconds = rest.seconds ?? first.seconds;
  return { ...whole, stream: first.stream + rest.stream, caller, seconds, time, clock };
}

/** Whether a line looks, by its place, length and prefix, like what a mail program broke off the one before it. */
function isBrokenOff(first: LogLine, line: LogLine): boolean {
  if (
    line.text === '' ||
    line.number !== first.end + 1 ||
    first.text.length + line.text.length > maxWholeLength
  )
    return false;
  // What was broken off has no prefix; if no line has one, nothing tells them apart.
  // Half a prefix stands before each piece; a whole one before both is that of an empty line.
  const hasHalf =
    first.text === ''
      ? first.stream !== '' && first.stream !== line.stream
      : line.stream === '' || (line.stream !== first.stream && first.stream.startsWith(line.stream));
  if (!hasHalf) return false;
  const [word = ''] = line.raw
    .replace(/^(?:\s*>)+/, '')
    .trimStart()
    .split(' ', 1);
  return first.raw.length + 1 + word.length >= minWrapLength && first.raw.length <= maxPieceLength;
}

/** What the first half of a wrapped header holds, and how the second half starts. */
const firstHalf = /(?:^|\s)(?:page|invoked|vmap|SL[UA]B:)$|allocation|vmalloc|oom-killer|SL[UA]B: Unable/;
const secondHalf =
  /^(?:page |allocation|failure|vmalloc|for size|oom-killer|allocate memory|memory on|on node)/;
const middle = /^(?:failure|error:|for size|size|allocated|\d+ of|order:|memory|on)(?:\s|$)/;

/** Whether two lines may together be a header, or its first two pieces. */
function mayEndHeader(first: string, second: string, parse: Parse): boolean {
  if (first === '') return true;
  const statement = parse(second);
  if (statement?.type === 'header') {
    // The line before has the name of the task, or its first word.
    const { kind, comm } = statement.header;
    const named = kind === 'page-allocation' || kind === 'stall' || kind === 'vmalloc' || kind === 'oom';
    return named && (comm === null ? first.endsWith(':') : /^[^:]{1,14}$/.test(first));
  }
  if (statement && statement.type !== 'mode') return false;
  const header = parse(first);
  if (header?.type === 'header') return header.header.gfpMask === null || /\([A-Z_|]*$/.test(first);
  if (!firstHalf.test(first) && !secondHalf.test(second)) return false;
  const together = parse(`${first} ${second}`);
  if (together?.type === 'header') return together.header.kind !== 'cgroup';
  return firstHalf.test(first) && middle.test(second);
}

const pairs = /(?:^|\s)(?:[a-z_]+(?:\([a-z]+\))?:\s?\d+(?:kB|KB)?|all_unreclaimable\?|yes|no)(?:\s|$)/;

/** What the rest of a line of a report looks like, by what the line began as. */
const rests: Partial<Record<Statement['type'], RegExp>> = {
  task: /^(?!["{}_]|Hardware name: |Workqueue: |Tainted: \[|Call [Tt]race:)./,
  frame: /^\[[\w-]+(?: [0-9a-f]+)?\]$|^[0-9a-f]{16,}\]$/,
  counts: /^[a-z_()]+:\d+(?: |$)/,
  zone: pairs,
  node: pairs,
  reserve: /^\d+(?: \d+)*$/,
  buddy: /^(?:\d+\*\d+kB|\([UMERHCI]+\)|= ?\d+kB|\d+kB)/,
};

/** Beginnings that mean nothing until the line is whole: the address of a frame, the labels of other lines. */
const frameBeginning = /(?:\[<?[0-9a-f]{8,16}>?\]|\?|from)$/;
const beginning =
  /^(?:(?:cache|CPU|Pid):(?: |$)|Node \d+$|Node \d+ \w+:?$|lowmem_reserve|(?:DMA|DMA32|Normal|HighMem|Movable):?$)/;

/** Whether two lines may together be a line of a report that is not its first. */
function mayEnd(first: string, second: string, parse: Parse): boolean {
  const type = parse(first)?.type;
  const rest = parse(second)?.type;
  if (rest === 'frame') return type === undefined && frameBeginning.test(first);
  if (rest !== undefined && rest !== 'counts') return false;
  if (type !== undefined) return rests[type]?.test(second) ?? false;
  return rest === undefined && (beginning.test(first) || frameBeginning.test(first));
}
