import { MalformedError } from '../errors.ts';
import { forEachLine, parseCount } from './fields.ts';

/** Named numbers: /proc/meminfo in KiB (the `kB` there), /proc/vmstat in its own units. */
export type Counters = ReadonlyMap<string, number>;

/**
 * Parses /proc/meminfo. Keys without the colon, values in KiB.
 * @throws MalformedError where a line is not `Name: N kB`
 */
export function parseMeminfo(text: string): Counters {
  return parseLines('/proc/meminfo', text, ':', ' kB', "'Name: N kB'");
}

/**
 * Parses /proc/vmstat.
 * @throws MalformedError where a line is not `name N`
 */
export function parseVmstat(text: string): Counters {
  return parseLines('/proc/vmstat', text, '', '', "'name N'");
}

/** Some counters (workingset, numa) may print as wrapped negatives: those are left out, not refused. */
const wrapped = /^-?\d+$/;

/** Lines of a name, which `mark` ends, and a number, which may have a `unit`. */
function parseLines(file: string, text: string, mark: string, unit: string, expected: string): Counters {
  const counters = new Map<string, number>();
  forEachLine(text, (line, number) => {
    const row = line.trimEnd();
    if (row === '') return;
    const space = row.indexOf(' ');
    const end = unit !== '' && row.endsWith(unit) ? row.length - unit.length : row.length;
    const word = row.slice(space, end).trim();
    const count = space > mark.length && row.startsWith(mark, space - mark.length) ? parseCount(word) : null;
    if (count !== null) counters.set(row.slice(0, space - mark.length), count);
    else if (mark !== '' || space < 1 || !wrapped.test(word)) {
      throw new MalformedError(file, number, line, expected);
    }
  });
  if (counters.size === 0) throw new MalformedError(file, 1, '', expected);
  return counters;
}
