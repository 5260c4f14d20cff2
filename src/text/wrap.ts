/** What `explain` and `workloads` are wrapped at where there is no terminal: readable on every CI console. */
export const reportWidth = 100;

/** A space that may become a line break: not the one between a number and its unit. */
const breakable = /(?<!\d) | (?!(?:bytes?|[KMGTPEZY]iB|kB|%|s|ms|min|h|pages?|blocks?)(?![\w/]))/;

/** The words of a text; a number and its unit are one. */
export function wordsOf(text: string): string[] {
  return text.split(breakable).filter((word) => word !== '');
}

/** Breaks a text at spaces; the first line starts with `label`, the others are indented to match. */
export function labelled(label: string, text: string, width: number): string {
  return fill(label, ' '.repeat(label.length), wordsOf(text), width).join('\n');
}

/**
 * Words as lines of at most `width` characters; only a word that is longer by itself makes a longer line.
 * @param ends what is put behind each line but the last, as ` \` for a command
 */
export function fill(
  first: string,
  indent: string,
  words: readonly string[],
  width: number,
  ends = '',
): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  words.forEach((word, i) => {
    const room = width - (i === words.length - 1 ? 0 : ends.length);
    if (!empty && line.length + 1 + word.length > room) {
      lines.push(`${line}${ends}`);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  });
  lines.push(line.trimEnd());
  return lines;
}
