import { type Counters, parseCounters } from './counters.ts';

/**
 * Parses /proc/vmstat.
 * @throws MalformedError where a line is not `name N`
 */
export function parseVmstat(text: string): Counters {
  return parseCounters('/proc/vmstat', text, '', '', "'name N'");
}
