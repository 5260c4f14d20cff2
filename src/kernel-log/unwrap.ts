import type { LogLine } from './log-line.ts';
import { parseStatement } from './statement.ts';

/** Mail wraps at 65 columns or more; what is shorter than this with the next word was not wrapped there. */
const narrowestWrap = 60;

/** A wrapped piece is no longer than a screen is wide. */
const widestPiece = 200;

/** No line of a report is longer when it is whole again. */
const longestWhole = 1500;

/** What a line has that may be the first half of a wrapped header, and how one starts that may be the second. */
const firstHalf = /(?:^|\s)(?:page|invoked|vmap|SL[UA]B:)$|allocation|vmalloc|oom-killer|SL[UA]B: Unable/;
const secondHalf =
  /^(?:page |allocation|failure|vmalloc|for size|size \d|oom-killer|gfp_mask|allocate memory|memory on|on node|failed|order:)/;

/** Lines that say nothing until they are whole, or nothing at all, but are not what another goes on with. */
const lineStarts = /^(?:cache: |CPU: |Hardware name: |Workqueue: |Call [Tt]race:|Modules linked in:|Node \d)/;

const quotes = /^(?:\s*>)+/;

/** Puts lines that mail has wrapped together again; a line comes out when the one after it shows that it is whole. */
export class Unwrapper {
  readonly #whole: (line: LogLine) => void;
  #line: LogLine | null = null;

  constructor(whole: (line: LogLine) => void) {
    this.#whole = whole;
  }

  /** The line that waits begins a report. */
  get beginsReport(): boolean {
    return this.#line !== null && isHeader(this.#line.text);
  }

  /** @param inReport a report is being read; between reports only a header is put together */
  read(line: LogLine, inReport: boolean): void {
    const first = this.#line;
    if (first && (inReport || mayBeHeader(first.text, line.text)) && isRest(first, line)) {
      this.#line = joined(first, line);
      return;
    }
    this.flush();
    this.#line = line;
  }

  /** Gives the line that waits. */
  flush(): void {
    const line = this.#line;
    this.#line = null;
    if (line) this.#whole(line);
  }
}

function joined(first: LogLine, rest: LogLine): LogLine {
  // Wrapped within its prefix, a line has one half of it before each piece.
  const prefix =
    first.text === ''
      ? {
          stream: first.stream + rest.stream,
          caller: rest.caller || first.caller,
          seconds: rest.seconds ?? first.seconds,
        }
      : {};
  return { ...first, ...prefix, text: `${first.text} ${rest.text}`.trim(), end: rest.end, raw: rest.raw };
}

/** Whether a line is what a mail program broke off the one before it. */
function isRest(first: LogLine, line: LogLine): boolean {
  if (line.text === '' || line.number !== first.end + 1) return false;
  const [word = ''] = line.raw.replace(quotes, '').trimStart().split(' ', 1);
  if (first.raw.length + 1 + word.length < narrowestWrap || first.raw.length > widestPiece) return false;
  if (first.text === '') return first.stream !== '';
  // Broken off, it has lost the prefix; where no line has one, nothing tells.
  const isLower =
    line.stream === '' || (line.stream !== first.stream && first.stream.startsWith(line.stream));
  return isLower && first.text.length + line.text.length < longestWhole && !begins(first, line);
}

/** Whether the kernel begins a line so. */
function begins(first: LogLine, { text, stream }: LogLine): boolean {
  const statement = parseStatement(text);
  if (!statement) return lineStarts.test(text);
  // Frames and counts may also go on so, and mean the same either way.
  if (statement.type === 'frame' || statement.type === 'counts') return false;
  if (statement.type !== 'header') return true;
  // A header whose task is not named belongs to the line that names it, and one that has lost its prefix to the line that has it.
  const headless = statement.header.comm === null && first.text.endsWith(':');
  return !headless && (first.stream === stream || parseStatement(first.text) !== null);
}

/** Whether two lines may be a header: between reports nothing else is put together. */
function mayBeHeader(first: string, second: string): boolean {
  return first === '' || firstHalf.test(first) || secondHalf.test(second) || isHeader(second);
}

function isHeader(text: string): boolean {
  return parseStatement(text)?.type === 'header';
}
