import { type Counters, parseCounters } from './counters.ts';

/**
 * Parses /proc/meminfo. Keys without the colon, values in KiB.
 * @throws MalformedError where a line is not `Name: N kB`
 */
export function parseMeminfo(text: string): Counters {
  return parseCounters('/proc/meminfo', text, ':', ' kB', "'Name: N kB'");
}
