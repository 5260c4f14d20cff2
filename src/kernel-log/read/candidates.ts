/**
 * Words from the first line of each kind of report, and from what programs say, whole or where mail wraps the line; in
 * bytes as Latin-1. Mail and web pages have no-break spaces (C2 A0). There are few of them, and they are long, so that
 * the search can jump.
 */
const words = [
  '[ \\xa0\\n\\t>]allocat',
  'malloc[ \\xc2\\r\\n]',
  'lloc_node',
  'rror:[ \\xc2].?size',
  'oom-killer',
  'L[AU]B:[ \\xc2].?Una',
  '_alloc[:_]',
  'inux[ \\xc2].?vers',
  'emory:[ \\xc2].?Ki',
  'store:[ \\xc2].?lin',
  'o[ \\xc2].?vmalloc',
  'OS[ \\xc2].?thre',
  'rrno[ =:\\xc2]',
  'enough[ \\xc2].?mem',
  'conn[ \\xc2].?slab',
];

/** Programs mention allocations and errors all the time, but after other words than the kernel, and other ones. */
const plausible = new RegExp(
  [
    '(?:page|vmap|emory|[^a-z\\s\\xc2]|^)[\\s\\xc2\\xa0]*allocation',
    'allocate[ \\xc2].?m',
    'Only.{1,2}allocated',
    'vmalloc(?:.{1,2}err(?:or:?\\s*$|or:.{1,2}size)|:.{1,2}alloc|[: ]*$)',
    'arn_alloc[:_]|ma_alloc:[ \\xc2]',
    'rrno[ :=\\xc2]{1,3}.?(?:12|524)\\b',
    ...words.filter((word) => !/alloc(?:at|\[)|rrno/.test(word)),
  ].join('|'),
);

/** The places in a text, as Latin-1, where a line lies that may belong to the first line of a report. */
export class Candidates {
  readonly #words = new RegExp(words.join('|'), 'g');
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The next line from an offset on, which is the start of a line.
   * @returns the line's start; -1 if there is none
   */
  next(from: number): number {
    // The text may begin within what mail has wrapped, where no sign stands before the word.
    if (from === 0 && this.#text.startsWith('allocation')) return 0;
    this.#words.lastIndex = from;
    for (;;) {
      const found = this.#words.exec(this.#text);
      if (!found) return -1;
      // A word may begin or end with a line feed; its second letter lies in the line.
      const within = found.index + 1;
      const start = this.#text.lastIndexOf('\n', within) + 1;
      const feed = this.#text.indexOf('\n', within);
      const end = feed === -1 ? this.#text.length : feed;
      if (plausible.test(this.#text.slice(start, end))) return start;
      this.#words.lastIndex = end;
    }
  }
}
