import { MalformedError } from '../../errors.ts';
import { forEachLine } from './text.ts';

/** Named numbers: /proc/meminfo in KiB (the `kB` there), /proc/vmstat in its own units. */
export type Counters = ReadonlyMap<string, number>;

/** Some counters (workingset, numa) may print as wrapped negatives: those are left out, not refused. */
const wrapped = /^-?\d+$/;

/** Lines of a name, which `mark` ends, and a number, which may have a `unit`. */
export function parseCounters(
  file: string,
  text: string,
  mark: string,
  unit: string,
  expected: string,
): Counters {
  const counters = new Map<string, number>();
  forEachLine(text, (line, number) => {
    const space = line.indexOf(' ');
    const end = space - mark.length;
    const isNamed = end > 0 && line.startsWith(mark, end);
    const count = isNamed ? countAfter(line, space, unit) : null;
    if (count !== null) counters.set(line.slice(0, end), count);
    else if (line.trim() !== '' && (mark !== '' || space < 1 || !wrapped.test(line.slice(space).trim()))) {
      throw new MalformedError(file, number, line, expected);
    }
  });
  if (counters.size === 0) throw new MalformedError(file, 1, '', expected);
  return counters;
}

/** The count that a line ends with, before its unit; null where something else stands there, or more than a count holds. */
function countAfter(line: string, from: number, unit: string): number | null {
  let at = from;
  while (line.charCodeAt(at) === 32) at++;
  const first = at;
  let count = 0;
  for (let digit = line.charCodeAt(at) - 48; digit >= 0 && digit <= 9; digit = line.charCodeAt(++at) - 48) {
    count = count * 10 + digit;
  }
  if (at === first || at > first + 16 || !Number.isSafeInteger(count)) return null;
  if (at === line.length) return count;
  const rest = line.slice(at).trimEnd();
  return rest === '' || rest === unit ? count : null;
}
