import { MalformedError } from '../errors.ts';
import { forEachLine, parseCount } from './fields.ts';

/** Named numbers: /proc/meminfo in KiB (the `kB` there), /proc/vmstat in its own units. */
export type Counters = ReadonlyMap<string, number>;

/**
 * Parses /proc/meminfo. Keys without the colon, values in KiB.
 * @throws MalformedError where a line is not `Name: N kB`
 */
export function parseMeminfo(text: string): Counters {
  return parseLines('/proc/meminfo', text, /^([^:\s]{1,64}):\s+(\d+)(?: kB)?\s*$/, "'Name: N kB'");
}

/**
 * Parses /proc/vmstat.
 * @throws MalformedError where a line is not `name N`
 */
export function parseVmstat(text: string): Counters {
  // Some counters (workingset, numa) may print as wrapped negatives: those are left out, not refused.
  return parseLines('/proc/vmstat', text, /^([a-z]\S{0,63}) (-?\d+)\s*$/, "'name N'");
}

function parseLines(file: string, text: string, form: RegExp, expected: string): Counters {
  const counters = new Map<string, number>();
  forEachLine(text, (line, number) => {
    if (line === '') return;
    const match = form.exec(line);
    if (!match) throw new MalformedError(file, number, line, expected);
    const count = parseCount(match[2] ?? '');
    if (count !== null) counters.set(match[1] ?? '', count);
  });
  if (counters.size === 0) throw new MalformedError(file, 1, '', expected);
  return counters;
}
