/**
 * A count as /proc prints it: decimal digits only, below 2^53.
 * Null for anything else, so that the caller can say where it stood.
 */
export function parseCount(text: string): number | null {
  if (text.length === 0 || text.length > 16) return null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return null;
  }
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Space, tab, carriage return. */
const spaces = [32, 9, 13];

/** The words of a line, however far apart; split() would make an empty word of every space between columns. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at <= line.length; at++) {
    const isSpace = at === line.length || spaces.includes(line.charCodeAt(at));
    if (isSpace && start !== -1) words.push(line.slice(start, at));
    if (isSpace) start = -1;
    else if (start === -1) start = at;
  }
  return words;
}

/** Calls `visit` for each line of `text`, without its line feed; `number` counts from 1. */
export function forEachLine(text: string, visit: (line: string, number: number) => void): void {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    visit(text.slice(start, end), number);
    start = end + 1;
  }
}
